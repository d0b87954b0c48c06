// @vitest-environment node
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook as Verifier } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { type Business, startCollector } from '../../collector/src/index.ts';
import { readConfiguration } from '../../collector/src/options/read-configuration.ts';
import { atEnd, business, shop } from './support/collector-harness.ts';
import { command } from './support/command.ts';
import { nextSecret, secret, webhook } from './support/webhooks.ts';

const url = 'https://shop.example/webhooks';
const token = 'hellotext-private-token-1';

const withOptions = (more: Partial<Business>) => ({ [business]: { name: 'Demo', origins: [shop], ...more } });

async function refusalOf(more: object, options: object = {}): Promise<string> {
  const started = startCollector({ businesses: withOptions(more as Partial<Business>), ...options });
  return started.then(
    async (collector) => {
      await collector.close();
      return 'none';
    },
    (error: Error) => error.message,
  );
}

describe('the options of webhooks', () => {
  const webhooks = (more: object) => ({ webhooks: [{ ...webhook({ url }), ...more }] });

  test.each([
    ['a webhook that is right', webhooks({}), 'none'],
    ['two secrets and every action', webhooks({ secrets: [secret, nextSecret], actions: ['*', 'order.*'] }), 'none'],
    ['an http address', webhooks({ url: 'http://shop.example/in' }), 'with https'],
    ['an address that is none', webhooks({ url: 'shop.example' }), 'give an address such as'],
    ['no secret', webhooks({ secrets: [] }), 'give a list of one secret'],
    ['three secrets', webhooks({ secrets: [secret, secret, secret] }), 'give a list of one secret'],
    [
      'a secret that is too short',
      webhooks({ secrets: ['whsec_c2hvcnQ='] }),
      'as "vitrina-collector secret" prints them',
    ],
    [
      'a secret without its prefix',
      webhooks({ secrets: [secret.slice(6)] }),
      'as "vitrina-collector secret" prints them',
    ],
    ['no action', webhooks({ actions: [] }), 'give a list of at least one action'],
    ['an action that is none', webhooks({ actions: ['cart'] }), 'give an action such as "cart.abandoned"'],
    ['an id with a space', webhooks({ id: 'my mails' }), 'an id has 1 to 64 letters'],
    ['the id of Hellotext', webhooks({ id: 'hellotext' }), 'each webhook has an id of its own'],
    ['the same id twice', { webhooks: [webhook({ url }), webhook({ url })] }, 'each webhook has an id of its own'],
    ['an unknown member', webhooks({ secret }), 'webhooks.secret is "…"; there is no such option'],
    ['no list', { webhooks: webhook({ url }) }, 'give a list of webhooks'],
    ['Hellotext with a token', { hellotext: { token, actions: ['cart.abandoned'] } }, 'none'],
    ['Hellotext without a token', { hellotext: { actions: ['cart.abandoned'] } }, 'give the private token'],
    ['a token with a line break', { hellotext: { token: `${token}\n`, actions: ['*'] } }, 'give the private token'],
    ['another API by http', { hellotext: { token, actions: ['*'], apiRoot: 'http://api.example' } }, 'with https'],
  ])('%s: %s', async (_, more, expected) => {
    const sentence = await refusalOf(more);
    expect(sentence).toContain(expected);
    expect(sentence).not.toMatch(new RegExp(`${secret.slice(6)}|${token}|c2hvcnQ`));
  });

  test('http is possible where local receivers are allowed', async () => {
    expect(await refusalOf(webhooks({ url: 'http://127.0.0.1:9' }), { localReceivers: true })).toBe('none');
  });

  test('a configuration file is checked by the published schema, and no sentence shows a secret or a token', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'collector-'));
    atEnd(() => rm(folder, { recursive: true, force: true }));
    const path = join(folder, 'collector.json');
    const read = async (more: object) => {
      await writeFile(path, JSON.stringify({ businesses: withOptions(more as Partial<Business>) }));
      try {
        return readConfiguration(path).businesses?.[business];
      } catch (error) {
        return (error as Error).message;
      }
    };
    const right = { webhooks: [webhook({ url })], hellotext: { token, actions: ['order.*'] } };
    expect(await read(right)).toMatchObject(right);
    const wrong = [
      { webhooks: [{ ...webhook({ url }), secrets: secret }] },
      { webhooks: [{ ...webhook({ url }), secrets: [secret.slice(6)] }] },
      { webhooks: [secret] },
      { webhooks: secret },
      { webhooks: [{ ...webhook({ url }), url: 7, note: secret }] },
      { hellotext: token },
      { hellotext: { token: `${token} x`, actions: ['*'] } },
      { hellotext: { token, actions: [] } },
    ];
    for (const more of wrong) {
      const sentence = await read(more);
      expect(sentence).toMatch(/^In the configuration .+(give|there is no option)/);
      expect(sentence).not.toMatch(new RegExp(`${secret.slice(6)}|${token}`));
    }
  });

  test('the command makes a secret that the published package takes, and another one each time', async () => {
    const made = [await command('secret'), await command('secret')].map(({ output }) =>
      output.replace(/^Secret {2}/, ''),
    );
    expect(new Set(made).size).toBe(2);
    for (const one of made) {
      expect(new Verifier(one).sign('evt_1', new Date(), '{}')).toMatch(/^v1,/);
      expect(await refusalOf(webhooks({ secrets: [one] }))).toBe('none');
    }
    expect((await command('secret', 'x')).errors).toContain('takes no arguments');
  });
});
