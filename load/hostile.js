/**
 * `npm run load:hostile`: what single requests of up to 1 MB cost the collector, in milliseconds of processor time. Each shape is
 * meant to make much of little.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exit } from 'node:process';
import { post } from './send-batches.js';
import { startServer } from './start-server.js';

const LIMIT = 250;
const REPEATS = 5;
const FULL = 990_000;

/** @param {object} [more] */
const event = (more) => ({ id: randomUUID(), action: 'cart.added', tracked_at: 1, ...more });

/** @param {number} count @param {(index: number) => object} make */
const list = (count, make) => Array.from({ length: count }, (_, index) => make(index));

/** @param {object} more */
const batch = (more) => JSON.stringify({ v: 1, events: [event()], ...more });

/** @param {number} count @param {string} value */
const keys = (count, value) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, value]));

/** @type {Record<string, () => string>} */
const SHAPES = {
  '1,000 events': () => batch({ events: list(1000, () => event()) }),
  '1,000 events of 900 bytes': () => batch({ events: list(1000, () => event({ note: 'x'.repeat(820) })) }),
  '1,000 keys of context and 1,000 events': () => batch({ context: keys(1000, ''), events: list(1000, () => event()) }),
  '100 keys of context and 1,000 events': () => batch({ context: keys(100, ''), events: list(1000, () => event()) }),
  'a context of 3.9 kB and 1,000 events': () =>
    batch({ context: keys(90, 'x'.repeat(36)), events: list(1000, () => event()) }),
  'a context of 850 kB': () => batch({ context: keys(100, 'x'.repeat(8500)), events: list(10, () => event()) }),
  'one event of 100,000 keys': () => batch({ events: [event(keys(90_000, ''))] }),
  '190 keys in each of 400 events': () => batch({ events: list(400, () => event(keys(190, ''))) }),
  '1,000 wrong events': () =>
    batch({ events: list(1000, (index) => ({ id: index, action: 'X', tracked_at: 'y', session: 5 })) }),
  '100,000 wrong values as events': () => batch({ events: list(1000, () => /** @type {any} */ (7)) }),
  'one text of 1 MB': () => batch({ events: [event({ note: 'x'.repeat(FULL) })] }),
  'a text of escapes': () => batch({ events: [event({ note: '\u0001'.repeat(FULL / 6 - 200) })] }),
  'deep lists': () => `{"v":1,"events":[{"a":${'['.repeat(60)}${']'.repeat(60)}}]}`,
  '400,000 opening brackets': () => `{"v":1,"events":${'['.repeat(400_000)}`,
  'lists of lists': () => batch({ events: [event({ note: list(16_000, () => [[[[[[[[]]]]]]]]) })] }),
  'one key 60,000 times': () =>
    `{"v":1,"events":[{${'"a":1,'.repeat(140_000)}"id":"${randomUUID()}","action":"a.b","tracked_at":1}]}`,
  'numbers of 900,000 digits': () =>
    `{"v":1,"events":[{"id":"${randomUUID()}","action":"a.b","tracked_at":1,"n":${'9'.repeat(900_000)}}]}`,
  '__proto__ in each of 10,000 places': () =>
    `{"v":1,"events":[{"id":"${randomUUID()}","action":"a.b","tracked_at":1,"n":[${'{"__proto__":1},'.repeat(50_000)}1]}]}`,
  'an action of a.a.a…': () => batch({ events: [event({ action: 'a.'.repeat(400_000) })] }),
  'a context of 3.7 kB and 1,000 events': () =>
    batch({ context: keys(90, 'x'.repeat(32)), events: list(1000, () => event()) }),
  '480,000 numbers beside one escape': () =>
    `{"v":1,"events":[{"id":"${randomUUID()}","action":"a.b","tracked_at":1,"s":"\\u0041","n":[${'0,'.repeat(480_000)}0]}]}`,
  '190,000 numbers beside escapes in 38 events': () =>
    `{"v":1,"events":[${list(38, () => event({ s: '\u0001', n: list(4900, () => /** @type {any} */ (0)) }))
      .map((one) => JSON.stringify(one))
      .join()}]}`,
  'numbers as keys, backwards': () =>
    `{"v":1,"events":[{"id":"${randomUUID()}","action":"a.b","tracked_at":1,${list(80_000, (index) => /** @type {any} */ (`"${80_000 - index}":1`)).join()}}]}`,
  'keys far apart': () =>
    `{"v":1,"events":[{"id":"${randomUUID()}","action":"a.b","tracked_at":1,"n":{${list(50_000, (index) => /** @type {any} */ (`"${index * 80_000}":1`)).join()}}}]}`,
  '1,000 events of lone surrogates': () =>
    batch({ events: list(1000, () => event({ session: '\ud800'.repeat(90), user_parameters: { id: '\ud800\0' } })) }),
  'the same id 1,000 times': () => batch({ events: Array(1000).fill(event({ note: 'x'.repeat(800) })) }),
  'an escape beside 85,000 keys that are not kept': () =>
    `{"v":1,"x":"\\u0061","y":${JSON.stringify(keys(85_000, /** @type {any} */ (0)))},"events":[]}`,
  'an escape beside 78,000 keys that are not kept, and 1,000 events': () =>
    `{"v":1,"x":"\\u0061","y":${JSON.stringify(keys(78_000, /** @type {any} */ (0)))},"events":${JSON.stringify(list(1000, () => ({ id: randomUUID(), action: 'a.b', tracked_at: 1 })))}}`,
  '__proto__ beside 85,000 keys that are not kept': () =>
    `{"v":1,"y":{"__proto__":1,${JSON.stringify(keys(85_000, /** @type {any} */ (0))).slice(1)},"events":[]}`,
  'no JSON': () => 'x'.repeat(FULL),
};

const folder = await mkdtemp(join(tmpdir(), 'vitrina-load-'));
const server = await startServer({ database: join(folder, 'events.db') });
const agent = new Agent({ keepAlive: true });
let isOver = false;
try {
  await post(agent, server.endpoint, batch({}));
  console.log(`${'shape'.padEnd(44)} status   bytes  CPU ms`);
  for (const [name, make] of Object.entries(SHAPES)) {
    const before = server.measure().cpu;
    let status = 0;
    let bytes = 0;
    for (let index = 0; index < REPEATS; index++) {
      const body = make();
      bytes = Buffer.byteLength(body);
      status = (await post(agent, server.endpoint, body)).status;
    }
    const cost = (server.measure().cpu - before) / REPEATS;
    if (cost > LIMIT) isOver = true;
    console.log(
      `${name.padEnd(44)} ${String(status).padStart(6)} ${String(bytes).padStart(7)} ${cost.toFixed(0).padStart(7)}${cost > LIMIT ? '  OVER' : ''}`,
    );
  }
  console.log(
    `\nAt most ${LIMIT} ms for a request: ${isOver ? 'NOT KEPT' : 'kept'}. Memory: ${(server.measure().memory / 1e6).toFixed(0)} MB.`,
  );
} finally {
  agent.destroy();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
exit(isOver ? 1 : 0);
