// @vitest-environment node
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Collector } from '../../collector/src/index.ts';
import { createServerTracker, eventId } from '../../src/server/index.ts';
import { type Answered, atEnd } from './support/collector-harness.ts';
import { collectorWithKey, key } from './support/servers.ts';

const readme = await readFile('collector/README.md', 'utf8');
const protocol = await readFile('collector/PROTOCOL.md', 'utf8');

/** What stands below a heading. */
function section(page: string, heading: string) {
  const [, text] = page.split(new RegExp(`^#+ ${heading}$`, 'm'));
  expect(text, heading).toBeDefined();
  return (text ?? '').split(/^#+ /m)[0] ?? '';
}

const blocks = (text: string, language: string) =>
  [...text.matchAll(new RegExp('```' + language + '\\n([^]*?)```', 'g'))].map(([, code = '']) => code);

/** The calls by curl below a heading, each a command. */
const curls = (page: string, heading: string) =>
  blocks(section(page, heading), 'sh').flatMap((block) => block.split(/^(?=curl )/m));

const withAddress = (text: string, { url, token }: Collector) =>
  text
    .replaceAll('https://events.shop.example', url)
    .replaceAll('http://127.0.0.1:4318', url)
    .replaceAll('<token>', token);

/** Runs a documented command in a folder with the example of the protocol as batch.json, and answers what the collector said. */
async function run(collector: Collector, commandLine: string) {
  const folder = await mkdtemp(join(tmpdir(), 'curl-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const [example = ''] = blocks(section(protocol, 'An example'), 'json');
  await writeFile(join(folder, 'batch.json'), example);
  const { stdout } = await promisify(execFile)('bash', ['-c', withAddress(commandLine, collector)], {
    cwd: folder,
    env: { ...process.env, VITRINA_KEY: key },
  });
  return JSON.parse(stdout) as Partial<Answered> & { events?: object[]; erased?: number; errors?: object[] };
}

describe('calls by plain curl, as they are documented', () => {
  test('a server sends with its key as Bearer, and as the user name of Basic', async () => {
    const collector = await collectorWithKey();
    const [withBearer = '', withBasic = '', ...others] = curls(readme, 'By curl');
    expect(others).toEqual([]);
    expect(await run(collector, withBearer)).toMatchObject({ results: [{ status: 'received' }] });
    expect(await run(collector, withBearer), 'it may be repeated').toMatchObject({
      results: [{ status: 'duplicate' }],
    });
    expect(await run(collector, withBasic)).toMatchObject({
      results: [{ status: 'received' }, { status: 'received' }],
    });
    expect(await collector.store.events()).toMatchObject([
      {
        action: 'order.confirmed',
        trusted: true,
        invalid: null,
        user_id: '3307',
        clock_skew: 0,
      },
      { action: 'product.viewed', trusted: true },
      { action: 'cart.added', trusted: true },
    ]);
  });

  test('a page of the shop sends the example of the protocol', async () => {
    const collector = await collectorWithKey();
    const [example = ''] = curls(protocol, 'The request');
    expect(await run(collector, example)).toMatchObject({ results: [{ status: 'received' }, { status: 'received' }] });
    expect(await collector.store.events()).toMatchObject([{ trusted: false }, { trusted: false }]);
  });

  test('an operator lists and erases events with the token', async () => {
    const collector = await collectorWithKey();
    const [withBearer = ''] = curls(readme, 'By curl');
    const [list = '', erase = ''] = curls(readme, 'Endpoints');
    await run(collector, withBearer);
    expect((await run(collector, list)).events).toMatchObject([{ action: 'order.confirmed', trusted: true }]);
    expect((await run(collector, erase.replace('user=7', 'user=3307'))).erased).toBe(1);
    expect((await run(collector, list)).events).toEqual([]);
  });
});

describe('the documented calls of vitrina/server', () => {
  type Names = Record<string, unknown>;
  type Program = (...values: unknown[]) => Promise<unknown>;

  /** Runs documented code with these names; the import of the package is left out. */
  function execute(collector: Collector, code: string, names: Names): Promise<unknown> {
    const AsyncFunction = (async () => {}).constructor as new (...texts: string[]) => Program;
    const body = withAddress(code, collector).replace(/^import .*$/m, '');
    const all = { createServerTracker, eventId, process: { env: { VITRINA_KEY: key } }, ...names };
    return new AsyncFunction(...Object.keys(all), body)(...Object.values(all));
  }

  const [example = '', persons = '', ...others] = blocks(section(readme, 'With `vitrina/server`'), 'js');

  test('an order is told, and the process ends with nothing left', async () => {
    expect(others).toEqual([]);
    expect(example).toContain("import { createServerTracker, eventId } from 'vitrina/server';");
    const collector = await collectorWithKey();
    expect(await execute(collector, `${example}\nreturn left;`, {})).toBe(0);
    expect(await execute(collector, `${example}\nreturn left;`, {}), 'told again').toBe(0);
    expect(await collector.store.events()).toMatchObject([
      { action: 'order.confirmed', trusted: true, invalid: null, user_id: '3307', user_source: 'tiendanube' },
    ]);
  });

  test('a customer is identified, and a session attached', async () => {
    const collector = await collectorWithKey();
    const tracker = createServerTracker('xy76ks', { endpoint: collector.endpoint, key });
    atEnd(() => tracker.close(0));
    // The identification has attached the session already.
    expect(await execute(collector, `${persons}\nreturn { status, errors };`, { tracker })).toEqual({
      status: 200,
      errors: [],
    });
    expect(await collector.store.events()).toMatchObject([
      {
        action: 'user.identified',
        trusted: true,
        user_id: 'c-3307',
        user_source: 'tiendanube',
        event: { traits: { name: 'Ana' } },
      },
    ]);
  });

  test('the orders of years are told with their times, however often the import is run', async () => {
    const collector = await collectorWithKey();
    const [history = ''] = blocks(section(readme, 'History'), 'js');
    const tracker = createServerTracker('xy76ks', { endpoint: collector.endpoint, key });
    atEnd(() => tracker.close(0));
    const orders = Array.from({ length: 250 }, (_, index) => ({
      number: String(index),
      placedAt: new Date((1_500_000_000 + index * 86_400) * 1000),
      items: [{ product: 'mate', quantity: 1 }],
      customer: index % 7 ? `c-${index % 7}` : null,
    }));
    for (let round = 0; round < 2; round++) await execute(collector, history, { tracker, orders });
    const rows = await collector.store.events();
    const times = rows.map(({ tracked_at }) => tracked_at).sort();
    expect(times).toEqual(orders.map(({ placedAt }) => placedAt.getTime() / 1000));
    expect(rows.every(({ trusted, invalid }) => trusted && invalid === null)).toBe(true);
  });
});
