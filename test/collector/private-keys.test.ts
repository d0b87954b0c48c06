// @vitest-environment node
import { describe, expect, test } from 'vitest';
import type { Collector } from '../../collector/src/index.ts';
import { command } from './support/command.ts';
import { collectLog } from './support/collect-log.ts';
import {
  aBatch,
  anEvent,
  business,
  collectorFor,
  rawRequest,
  resultsOf,
  send,
  shop,
} from './support/collector-harness.ts';
import {
  attach,
  bearer,
  collectorWithKey,
  hashOf,
  key,
  keyed,
  nextKey,
  otherKey,
  other,
  sendAsServer,
} from './support/servers.ts';

const basic = (text: string) => ({ Authorization: `Basic ${Buffer.from(text).toString('base64')}` });
const errorsOf = async (response: Response) => ((await response.json()) as { errors: object[] }).errors;
const metricsOf = async ({ url }: Collector) => (await rawRequest(`${url}/metrics`)).text;

describe('a private key', () => {
  test.each([
    ['as Bearer', bearer(key)],
    ['as the user name of Basic', basic(`${key}:`)],
    ['as Basic with a password, which is not looked at', basic(`${key}:whatever`)],
    ['as the password of Basic', basic(`shop:${key}`)],
  ])('is taken %s, without an origin', async (_, headers) => {
    const collector = await collectorWithKey();
    const response = await send(collector, aBatch([anEvent()]), { origin: null, headers });
    expect([response.status, await resultsOf(response)]).toMatchObject([200, [{ status: 'received' }]]);
  });

  test.each<[string, Record<string, string>, string]>([
    ['that is wrong', bearer(`${key}x`), `The private key is not one of the business "${business}"`],
    ['of another business', bearer(otherKey), `The private key is not one of the business "${business}"`],
    ['that is the hash of one', bearer(hashOf(key)), 'The header holds no private key'],
    ['whose hash stands in Basic', basic(`${hashOf(key)}:`), 'The header holds no private key'],
    ['that is empty in Basic', basic(':'), 'The header holds no private key'],
    ['without a scheme', { Authorization: key }, 'The header holds no private key'],
  ])('%s is refused with 401, and nothing is stored', async (_, headers, sentence) => {
    const collector = await collectorWithKey();
    const response = await send(collector, aBatch([anEvent()]), { origin: null, headers });
    expect(response.status).toBe(401);
    expect(await errorsOf(response)).toMatchObject([
      { type: 'not_allowed', parameter: 'authorization', description: expect.stringContaining(sentence) },
    ]);
    expect(await collector.store.events()).toEqual([]);
  });

  test('may send for its own business only, whatever the body names', async () => {
    const collector = await collectorWithKey();
    const address = `${collector.endpoint}?b=${other}`;
    const elsewhere = await sendAsServer(collector, aBatch([anEvent()], { business: other }), { address });
    const inBody = await sendAsServer(collector, aBatch([anEvent()], { business: other }));
    expect([elsewhere.status, inBody.status]).toEqual([401, 401]);
    expect(await collector.store.events()).toEqual([]);
  });

  test('and its successor are both taken, until the old one is taken out of the running collector', async () => {
    const collector = await collectorWithKey({ keys: [hashOf(key), hashOf(nextKey)] });
    const statuses = async () => {
      const answers = [key, nextKey].map((one) =>
        sendAsServer(collector, aBatch([anEvent()]), { headers: bearer(one) }),
      );
      return (await Promise.all(answers)).map(({ status }) => status);
    };
    expect(await statuses()).toEqual([200, 200]);
    collector.reload({ businesses: keyed({ keys: [hashOf(nextKey)] }) });
    expect(await statuses()).toEqual([401, 200]);
  });

  test('gives no right to what is switched off', async () => {
    const collector = await collectorWithKey({ off: true });
    expect((await sendAsServer(collector, aBatch([anEvent()]))).status).toBe(410);
  });

  test('has a rate limit of its own, which no address uses up, and which no wrong key gets around', async () => {
    const collector = await collectorWithKey({ keys: [hashOf(key), hashOf(nextKey)] }, { rateLimit: { perMinute: 2 } });
    const statusOf = async (headers: Record<string, string>) =>
      (await send(collector, aBatch([anEvent()]), { origin: null, headers })).status;
    const answered: number[] = [];
    for (const one of ['vsk_guess-1', 'vsk_guess-2', 'vsk_guess-3']) answered.push(await statusOf(bearer(one)));
    expect(answered, 'wrong keys count for their address').toEqual([401, 401, 429]);
    expect(await send(collector, aBatch([anEvent()]))).toMatchObject({ status: 429 });
    for (const headers of [bearer(key), basic(`${key}:`), bearer(key)]) answered.push(await statusOf(headers));
    expect(answered.slice(3), 'a key counts for itself, in either form').toEqual([200, 200, 429]);
    expect(await statusOf(bearer(nextKey))).toBe(200);
    const limited = await sendAsServer(collector, aBatch([anEvent()]));
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await errorsOf(limited)).toMatchObject([{ type: 'too_many_requests', parameter: 'authorization' }]);
  });
});

test('the rate limit of a key holds for whose browser a session is, too, and wrong keys do not use it up', async () => {
  const collector = await collectorWithKey({}, { rateLimit: { perMinute: 2 } });
  const statuses: number[] = [];
  for (const one of ['vsk_guess-1', 'vsk_guess-2', 'vsk_guess-3', key, key, key]) {
    statuses.push((await attach(collector, 'session-1', bearer(one))).status);
  }
  expect(statuses).toEqual([401, 401, 429, 202, 202, 429]);
});

describe('a private key in a page', () => {
  test('is refused with 403, named in the log and counted, and the page can read nothing of it', async () => {
    const { sentences, logger } = collectLog();
    const collector = await collectorWithKey({}, { logger });
    for (let count = 0; count < 3; count++) {
      const response = await send(collector, aBatch([anEvent()]), { headers: bearer(key) });
      expect(response.status).toBe(403);
      expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(await errorsOf(response)).toMatchObject([
        {
          type: 'not_allowed',
          parameter: 'authorization',
          description: expect.stringContaining('must not be in a page'),
        },
      ]);
    }
    expect(await collector.store.events()).toEqual([]);
    const about = sentences.filter((sentence) => sentence.includes('private key'));
    expect(about, 'one line for all visitors of the page').toEqual([
      `The page ${shop} has sent a private key of "${business}", so that visitors can read it: take the key out of the configuration and make another.`,
    ]);
    expect(sentences.join('\n')).not.toContain(key);
    expect(await metricsOf(collector)).toContain(`vitrina_leaked_keys_total{business="${business}"} 3`);
  });

  test('is counted wherever the page sends it', async () => {
    const { sentences, logger } = collectLog();
    const collector = await collectorWithKey({}, { logger });
    for (let count = 0; count < 2; count++) {
      expect((await attach(collector, 'session-1', { ...bearer(key), Origin: shop })).status).toBe(403);
    }
    expect(sentences.filter((sentence) => sentence.includes('private key'))).toHaveLength(1);
    expect(await metricsOf(collector)).toContain(`vitrina_leaked_keys_total{business="${business}"} 2`);
  });

  test('that is no key of the business is refused as well, and says nothing in the log', async () => {
    const { sentences, logger } = collectLog();
    const collector = await collectorWithKey({}, { logger });
    const response = await send(collector, aBatch([anEvent()]), { headers: bearer('vsk_an-invented-one') });
    expect(response.status).toBe(403);
    expect(sentences.filter((sentence) => sentence.includes('private key'))).toEqual([]);
    expect(await metricsOf(collector)).not.toContain('vitrina_leaked_keys_total{');
  });

  test('is not even asked for: a preflight for the header is answered without a permission', async () => {
    const collector = await collectorWithKey();
    const ask = (headers: Record<string, string>) =>
      send(collector, undefined, {
        method: 'OPTIONS',
        headers: { 'Access-Control-Request-Method': 'POST', ...headers },
      });
    const asked = await ask({ 'Access-Control-Request-Headers': 'authorization,content-type' });
    expect([...asked.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    const plain = await ask({ 'Access-Control-Request-Headers': 'content-type' });
    expect(plain.headers.get('access-control-allow-headers')).toBe('Content-Type');
  });

  test('is not what the password of a proxy is: such pages send as before', async () => {
    const collector = await collectorWithKey();
    const headers = basic('staff:secret');
    const response = await send(collector, aBatch([anEvent()]), { headers });
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, shop]);
  });
});

describe('actions that only servers may tell', () => {
  const statusesOf = async (collector: Collector, actions: string[], isServer = false) => {
    const batch = aBatch(actions.map((action) => anEvent({ action })));
    const results = await resultsOf(await (isServer ? sendAsServer : send)(collector, batch));
    return results.map(({ status, errors }) =>
      errors ? errors.map(({ type, parameter }) => `${type} ${parameter}`) : status,
    );
  };
  const refused = ['not_allowed action'];

  test('are rejected alone when a page tells them, and the rest of the batch is stored', async () => {
    const collector = await collectorWithKey();
    const batch = aBatch([anEvent(), anEvent({ action: 'order.confirmed' }), anEvent({ action: 'order.placed' })]);
    const results = await resultsOf(await send(collector, batch));
    expect(results.map(({ status }) => status)).toEqual(['received', 'rejected', 'received']);
    expect(results[1]?.errors).toEqual([
      {
        type: 'not_allowed',
        parameter: 'action',
        description: `The action "order.confirmed" is taken only from a server with a private key of "${business}".`,
      },
    ]);
    expect((await collector.store.events()).map(({ action }) => action)).toEqual(['cart.added', 'order.placed']);
  });

  test('are those that only servers know, if the business has a key and names no others', async () => {
    const reserved = ['order.confirmed', 'order.cancelled', 'order.shipped', 'order.delivered', 'refund.received'];
    const derived = ['cart.abandoned', 'product.reminder_due'];
    const open = ['order.placed', 'refund.requested', 'cart.added', 'order.confirmed_by_phone'];
    const collector = await collectorWithKey();
    const all = [...reserved, ...derived, ...open];
    expect(await statusesOf(collector, all)).toEqual([
      ...[...reserved, ...derived].map(() => refused),
      ...open.map(() => 'received'),
    ]);
    expect(await statusesOf(collector, all, true)).toEqual(all.map(() => 'received'));
    expect(await statusesOf(await collectorFor(), all), 'a business without keys').toEqual(all.map(() => 'received'));
  });

  test('can be named, with * for all verbs of an object, and changed while the collector runs', async () => {
    const collector = await collectorWithKey({ trustedOnly: ['refund.*', 'shop.till.*', 'order.placed'] });
    const actions = [
      'refund.requested',
      'refunds.requested',
      'shop.till.opened',
      'shop.opened',
      'order.placed',
      'order.confirmed',
    ];
    const expected = [refused, 'received', refused, 'received', refused, 'received'];
    expect(await statusesOf(collector, actions)).toEqual(expected);
    collector.reload({ businesses: keyed({ trustedOnly: [] }) });
    expect(await statusesOf(collector, actions)).toEqual(actions.map(() => 'received'));
  });

  test('are found in the context of a batch, too', async () => {
    const collector = await collectorWithKey();
    const { action: _, ...event } = anEvent();
    const batch = aBatch([event], { context: { action: 'order.confirmed' } });
    expect(await resultsOf(await send(collector, batch))).toMatchObject([
      { status: 'rejected', errors: [{ type: 'not_allowed', parameter: 'action' }] },
    ]);
  });
});

describe('the time of what a server tells', () => {
  test('is taken as it is, however long ago, where the batch does not say when it was sent', async () => {
    const collector = await collectorWithKey();
    const history = [1_136_073_600, 1_700_000_000].map((tracked_at) => anEvent({ action: 'order.placed', tracked_at }));
    await sendAsServer(collector, aBatch(history, { sent_at: undefined }));
    expect(await collector.store.events()).toMatchObject([
      { tracked_at: 1_136_073_600, clock_skew: 0, sent_at: null },
      { tracked_at: 1_700_000_000, clock_skew: 0, sent_at: null },
    ]);
  });

  test('is corrected like that of a page where the batch says when it was sent', async () => {
    const collector = await collectorWithKey();
    const sentAt = Date.now() - 3_600_000;
    await sendAsServer(collector, aBatch([anEvent({ tracked_at: sentAt / 1000 })], { sent_at: sentAt }));
    const [row] = await collector.store.events();
    expect(Math.round((row?.clock_skew ?? 0) / 60)).toBe(60);
  });
});

describe('keys in the options', () => {
  const startWith = (more: object) =>
    collectorWithKey(more).then(
      () => 'started',
      (error: Error) => error.message,
    );

  test.each<[string, object, string]>([
    [
      'three keys',
      { keys: ['a', 'b', 'c'].map(hashOf) },
      `The option businesses.${business}.keys is 3; a business has 2 keys at most`,
    ],
    [
      'a key in place of its hash',
      { keys: [key] },
      `The option businesses.${business}.keys is "vsk_…"; give the hash of a key`,
    ],
    ['the same key twice', { keys: [hashOf(key), hashOf(key)] }, 'each key stands once, and belongs to one business'],
    ["another business's key", { keys: [hashOf(otherKey)] }, 'each key stands once, and belongs to one business'],
    ['no list', { keys: 'sha256' }, `The option businesses.${business}.keys is "sha256"; give a list of hashes.`],
    ['no list of actions', { trustedOnly: '*' }, 'give a list of actions.'],
    [
      'an action that is none',
      { trustedOnly: ['*'] },
      `The option businesses.${business}.trustedOnly is "*"; give an action`,
    ],
  ])('are refused with a sentence where there are %s', async (_, more, sentence) => {
    const answer = await startWith(more);
    expect(answer).toContain(sentence);
    expect(answer).not.toContain(key);
  });

  test('are made by the command "key", which shows a new key each time and its hash', async () => {
    const [one, two] = [await command('key'), await command('key')];
    const [, made = '', hash = ''] = /^Key {3}(vsk_[\w-]{32})\nHash {2}(sha256:[0-9a-f]{64})$/.exec(one.output) ?? [];
    expect([one.code, hashOf(made)]).toEqual([0, hash]);
    expect(two.output).not.toContain(made);
    const collector = await collectorWithKey({ keys: [hash] });
    expect((await sendAsServer(collector, aBatch([anEvent()]), { headers: bearer(made) })).status).toBe(200);
    expect((await command('key', 'extra')).errors).toContain('takes no arguments');
  });
});
