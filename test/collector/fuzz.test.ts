// @vitest-environment node
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../collector/src/store/open-store.ts';
import { createLedger } from './fuzz/ledger.ts';
import { anyRequest, type FuzzRequest, inspectorCookie } from './fuzz/requests.ts';
import { goodBody } from './fuzz/bodies.ts';
import { sendRaw } from './fuzz/send-raw.ts';
import { atEnd, business, rawRequest, shop } from './support/collector-harness.ts';
import { collectorProcess } from './support/collector-process.ts';
import { natsClient, startNats } from './support/nats.ts';
import { sharedPostgres } from './support/shared-postgres.ts';

/** `npm run fuzz` sends more, and FUZZ_SEED repeats a run. */
const count = Number(process.env.FUZZ_REQUESTS ?? 500);
const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const portion = 50;
const atOnce = 6;
const token = 'token-of-the-fuzz';

/** MB. The heap of the collector's process cannot grow beyond this. */
const heapLimit = 160;
/** Bytes by which the process may grow after the first fifth of the requests. */
const growth = 150e6;

const postgres = sharedPostgres();

async function newFile() {
  const folder = await mkdtemp(join(tmpdir(), 'fuzz-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'events.db');
}

type CollectorProcess = Awaited<ReturnType<typeof collectorProcess>>;

/** A collector to send to, and the database in which its events are. */
interface Target {
  collector: CollectorProcess;
  database: string;
  /** Resolves when all that was accepted is in the database. */
  settle?: () => Promise<void>;
}

const start = (database: string, more: string[] = []) =>
  collectorProcess(
    [
      ...['--database', database, '--business', business, '--origin', shop, '--token', token],
      ...['--rate-limit', '100000000', '--log-level', 'error', ...more],
    ],
    { NODE_OPTIONS: `--max-old-space-size=${heapLimit}` },
  );

/** What is fuzzed: each starts a collector with a store of its own. */
const targets: Record<string, () => Promise<Target>> = {
  'a file': async () => {
    const database = await newFile();
    return { collector: await start(database), database };
  },
  PostgreSQL: async () => {
    const database = await postgres.newDatabase();
    return { collector: await start(database), database };
  },
  'JetStream before PostgreSQL': async () => {
    const database = await postgres.newDatabase();
    const nats = await startNats();
    const { manager } = await natsClient(nats);
    const waiting = async () => {
      const streams = await manager.streams.list().next();
      return streams.reduce((sum, { state }) => sum + state.messages, 0);
    };
    return {
      collector: await start(database, ['--stream', nats.url]),
      database,
      settle: () => expect.poll(waiting, { timeout: 60_000 }).toBe(0),
    };
  },
};

const memoryOf = (pid: number) =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;

/** Sends the requests, some at a time, and calls back after each portion. */
async function sendAll(
  port: number,
  note: (request: FuzzRequest, answer: { status: number; text: string }) => void,
  look: () => void,
) {
  const cookie = `vitrina_inspector_${port}=${token}`;
  for (let start = 0; start < count; start += portion) {
    const requests = fc.sample(anyRequest, { seed: seed + start, numRuns: Math.min(portion, count - start) });
    const side = async () => {
      for (let request = requests.pop(); request; request = requests.pop()) {
        note(request, await sendRaw(port, request, (value) => (value === inspectorCookie ? cookie : value)));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, side));
    look();
  }
}

describe.each(Object.entries(targets))('a collector with %s, fuzzed', (name, startTarget) => {
  test(
    `whatever is sent, the collector answers without a failure, stores what it has received once and nothing else, and stays small (seed ${seed})`,
    { timeout: 60_000 + count * 60 },
    async () => {
      const { collector, database, settle } = await startTarget();
      const port = Number(new URL(collector.url).port);
      const ledger = createLedger();
      const memory: number[] = [];
      await sendAll(port, ledger.note, () => memory.push(memoryOf(collector.pid)));

      const good: FuzzRequest[] = fc.sample(goodBody, { seed, numRuns: 20 }).map((body) => ({
        method: 'POST',
        target: `/v1/events?b=${business}`,
        headers: [['Origin', shop]],
        body,
      }));
      for (const request of good) {
        const answer = await sendRaw(port, request, String);
        expect(answer).toMatchObject({ status: 200 });
        ledger.note(request, answer);
      }
      expect((await rawRequest(`${collector.url}/readyz`)).status).toBe(200);

      await settle?.();
      const store = await openStore(database);
      atEnd(store.close);
      const rows = await store.events();
      const settled = memory[Math.floor(memory.length / 5)] ?? 0;
      if (process.env.FUZZ_REQUESTS) {
        const answers = [...ledger.statuses]
          .sort(([one], [other]) => one - other)
          .map(([status, times]) => `${times} × ${status}`);
        const megabytes = [settled, Math.max(...memory), memory.at(-1) ?? 0].map((bytes) => Math.round(bytes / 1e6));
        console.log(
          `${name}: seed ${seed}, ${count} requests, ${rows.length} events stored; ${answers.join(', ')}; MB of memory after a fifth, at most, at the end: ${megabytes.join(', ')}`,
        );
      }
      expect(ledger.judge(rows).slice(0, 20)).toEqual([]);
      expect(rows.length).toBeGreaterThan(count / 10);
      expect(Math.max(...memory) - settled).toBeLessThan(growth);
      expect(collector.read().errors).toBe('');
    },
  );
});
