// @vitest-environment node
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startCollector } from '../../collector/src/index.ts';
import { readCommandLine } from '../../collector/src/options/read-command-line.ts';
import { atEnd } from './support/collector-harness.ts';
import { collectorProcess } from './support/collector-process.ts';

async function configuration(content: object | string) {
  const folder = await mkdtemp(join(tmpdir(), 'collector-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'collector.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return { folder, path, read: (...flags: string[]) => readCommandLine(['--config', path, ...flags], {}) };
}

const shopA = { name: 'Shop A', origins: ['https://a.example'], quota: { events: 5 } };
const shopB = { name: 'Shop B', origins: ['https://b.example'] };

describe('configuration file', () => {
  test('a configuration says what flags say, and its paths are relative to itself', async () => {
    const { folder, read } = await configuration({
      $schema: 'https://vitrina.dev/schema/config.v1.json',
      database: 'data/events.db',
      scriptFolder: '../scripts',
      port: 5000,
      nextPort: false,
      logLevel: 'warn',
      rateLimit: { perMinute: 7 },
      businesses: { a: shopA, b: { ...shopB, keys: [`sha256:${'0'.repeat(64)}`], trustedOnly: ['refund.*'] } },
    });
    expect(read()).toMatchObject({
      database: join(folder, 'data/events.db'),
      scriptFolder: join(folder, '../scripts'),
      port: 5000,
      nextPort: false,
      logLevel: 'warn',
      rateLimit: { perMinute: 7 },
      businesses: { a: shopA, b: { keys: [`sha256:${'0'.repeat(64)}`], trustedOnly: ['refund.*'] } },
    });
  });

  test('a database in memory or in PostgreSQL is no path', async () => {
    for (const database of [':memory:', 'postgres://user@127.0.0.1/name', 'postgresql://user@127.0.0.1/name']) {
      expect((await configuration({ database })).read()).toMatchObject({ database });
    }
  });

  test('flags win over the file, and the file over what the command does by default', async () => {
    const { read } = await configuration({ port: 5000, retentionDays: 7, trustProxy: true });
    expect(read('--port', '6000')).toMatchObject({
      port: 6000,
      retentionDays: 7,
      trustProxy: true,
      database: '.data/events.db',
      businesses: { demo: { name: 'Demo' } },
    });
  });

  test('flags change the businesses of the file that they name, and --business replaces them all', async () => {
    const { read } = await configuration({ businesses: { a: shopA, b: shopB } });
    expect(read('--off', 'b', '--origin', 'a=https://new.example', '--renew-session', 'a=new.example')).toMatchObject({
      businesses: {
        a: { ...shopA, origins: ['https://new.example'], renewSession: 'new.example' },
        b: { ...shopB, off: true },
      },
    });
    expect(Object.keys((read('--business', 'c') as { businesses: object }).businesses)).toEqual(['c']);
    expect(() => read('--off', 'nobody')).toThrow('nobody');
  });

  test.each<[string, object | string, string[]]>([
    ['an unknown option', { prot: 1 }, ['there is no option "prot"', 'port']],
    [
      'an unknown option of a business',
      { businesses: { a: { ...shopA, origin: [] } } },
      ['"businesses.a.origin"', 'origins'],
    ],
    [
      'a missing list',
      { businesses: { a: { name: 'A' } } },
      ['"businesses.a.origins" is missing', 'a list of origins'],
    ],
    ['a wrong type', { port: '4318' }, ['"port" is "4318"', 'a whole number from 0']],
    [
      'a wrong type further in',
      { businesses: { a: { ...shopA, quota: { events: 1.5 } } } },
      ['"businesses.a.quota.events" is 1.5', 'above 0'],
    ],
    [
      'a private key in place of its hash, which is not shown',
      { businesses: { a: { ...shopA, keys: ['vsk_0123456789abcdefghijklmnopqrstuv'] } } },
      ['"businesses.a.keys.0" is "vsk_…"; give the hash', 'sha256:'],
    ],
    [
      'an action that is none',
      { businesses: { a: { ...shopA, trustedOnly: ['order'] } } },
      ['"businesses.a.trustedOnly.0" is "order"', 'refund.*'],
    ],
    ['an id that is none', { businesses: { 'a b': shopA } }, ['"a b"', '1 to 64 letters']],
    [
      'an origin that is none',
      { businesses: { a: { ...shopA, origins: ['a.example'] } } },
      ['"a.example"', 'without a path'],
    ],
    ['a name in place of an object', '"port"', ['the whole is "port"', 'an object']],
    ['a level that is none', { logLevel: 'loud' }, ['"logLevel" is "loud"', '"silent"']],
    ['broken JSON', '{\n  "port": 1,\n}', ['line 3, column 1', 'no comma after the last member']],
    ['JSON that ends too early', '{ "port": 1', ['line 1', 'is no JSON']],
  ])('%s is explained in one sentence that names the file, the value and the remedy', async (_, content, parts) => {
    const { path, read } = await configuration(content);
    expect(() => read()).toThrow(TypeError);
    for (const part of [path, ...parts]) expect(() => read()).toThrow(part);
  });

  test('a file that is missing is explained by the command, without a stack trace', async () => {
    const { ended, read } = await collectorProcess(['--config', '/nowhere/collector.json']);
    expect(await ended).toBe(1);
    expect(read().errors).toContain('/nowhere/collector.json cannot be read: there is no such file');
    expect(read().errors).not.toContain('    at ');
  });

  test('the published schema names every option that a collector has, and no other', async () => {
    const schema = JSON.parse(
      await readFile(new URL('../../collector/schema/config.v1.json', import.meta.url), 'utf8'),
    ) as { properties: Record<string, object> };
    const refusal = await startCollector({ nonsense: 1 } as object).catch((error: Error) => error.message);
    const known = /known are (.+)\.$/.exec(String(refusal))?.[1]?.split(', ') ?? [];
    expect(known.length).toBeGreaterThan(10);
    const ofFile = Object.keys(schema.properties).filter((name) => name !== '$schema' && name !== 'logLevel');
    expect(ofFile.sort()).toEqual(known.filter((name) => name !== 'logger').sort());
  });
});

test('secrets of connections may stand in the environment, win in the file, and are shown in no error', async () => {
  const mercadoLibre = { clientId: '12', redirect: 'https://events.shop.example/callback', site: 'MLU' };
  const secrets = {
    VITRINA_CONNECTIONS_KEY: Buffer.alloc(32, 7).toString('base64'),
    VITRINA_MERCADO_LIBRE_SECRET: 'two',
  };
  const { path, read } = await configuration({ connections: { mercadoLibre } });
  expect(readCommandLine(['--config', path], secrets)).toMatchObject({
    connections: { key: secrets.VITRINA_CONNECTIONS_KEY, mercadoLibre: { ...mercadoLibre, clientSecret: 'two' } },
  });
  expect(read()).toMatchObject({ connections: { mercadoLibre } });
  const own = await configuration({ connections: { mercadoLibre: { ...mercadoLibre, clientSecret: 'own' } } });
  expect(readCommandLine(['--config', own.path], secrets)).toMatchObject({
    connections: { mercadoLibre: { clientSecret: 'own' } },
  });
  const wrong = await configuration({ connections: { key: 'a-secret-that-is-too-short' } });
  expect(() => wrong.read()).toThrow('the option "connections.key" is not right; give 32 bytes in base64');
});

test('shops whose webhooks are taken belong to a business, and no sentence about them shows a secret', async () => {
  const shop = { shop: 'demo.myshopify.com', business: 'demo', secret: 'a-secret' };
  const businesses = { demo: { name: 'Demo', origins: ['https://shop.example'] } };
  const read = async (connections: object) => (await configuration({ businesses, connections })).read();
  expect(await read({ shopify: [shop] })).toMatchObject({ connections: { shopify: [shop] } });
  const site = { ...shop, shop: 'https://shop.example' };
  for (const [connections, sentence] of [
    [{ shopify: [{ ...shop, business: 'other' }] }, 'connections.shopify.0.business is "other"'],
    [{ shopify: [site] }, 'such as "demo.myshopify.com"'],
    [{ shopify: [shop, shop] }, 'each shop stands once'],
    [{ woocommerce: [site, { ...site, shop: 'https://other.example' }] }, 'a business has one shop of WooCommerce'],
    [
      {
        key: Buffer.alloc(32, 7).toString('base64'),
        tiendanube: { appId: '2', clientSecret: 'a-secret', contact: '()' },
      },
      'plain letters',
    ],
  ] as const) {
    const error: unknown = await read(connections).catch((cause: unknown) => cause);
    expect(String(error)).toContain(sentence);
    expect(String(error)).not.toContain('a-secret');
  }
});
