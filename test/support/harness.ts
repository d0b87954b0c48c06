import { afterEach, beforeEach, vi } from 'vitest';
import type { Answer, Env, KeyValue } from '../../src/base/env.ts';
import { createTracker } from '../../src/tracker/create-tracker.ts';
import type { DropReason, Response, Tracker, TrackerOptions } from '../../src/types/tracker.ts';
import { tidyDocument } from './document.ts';
import { readBatch } from './read-batch.ts';

export * from './document.ts';

export const ENDPOINT = 'https://collector.example/v1/events';
/** First part of the storage keys of the harness's business. */
export const KEY = 'vitrina:1:xy76ks:';
export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

export type SentEvent = Record<string, unknown> & { id: string; action: string };

/** A batch as it was sent. */
export interface SentBatch {
  business: string;
  session?: string;
  sent_at: string;
  events: SentEvent[];
  [name: string]: unknown;
}

export type Network = (batch: SentBatch, count: number) => Answer | Promise<Answer>;

/** Creates storage that a test can read, fill beforehand, and share between "pages". */
export const memoryStorage = (area = new Map<string, string>()): KeyValue & { area: Map<string, string> } => ({
  area,
  keys: () => [...area.keys()],
  get: (key) => area.get(key) ?? null,
  set: (key, value) => (area.set(key, value), true),
  remove: (key) => void area.delete(key),
});

/** Creates storage that refuses every write, as in a browser that blocks it. */
export const refusingStorage = (): KeyValue => {
  const memory = memoryStorage();
  return { ...memory, set: () => false };
};

export const accepted: Answer = { status: 200, body: null };
/** What the transport answers without a network, or if the server is down. */
export const noAnswer: Answer = { status: 0, body: undefined };
export const timedOut: Answer = { status: 0, body: undefined, timedOut: true };
/** Creates an answer with that status. The default body is empty; `undefined` stands for a page of HTML. */
export const status = (code: number, ...more: [body?: Answer['body'], retryAfter?: number]): Answer => ({
  status: code,
  body: more.length ? more[0] : null,
  retryAfter: more[1],
});

type Over = Partial<Env> & {
  answer?: Network;
  /** Returns `false` if the browser refuses a beacon. Gets the batch, and how many were accepted before. */
  takesBeacon?: (batch: SentBatch, taken: number) => boolean;
  /** Returns `false` if the browser has no room for a further keepalive request. */
  hasRoom?: (batch: SentBatch) => boolean;
};

/** Source of the random bytes. It never repeats, so that no two pages create the same id. */
let bytes = 0;

/** Creates an environment whose network is the test: `answer` returns the answer to a batch. */
export const fakeEnv = (over: Over = {}) => {
  const sent: SentBatch[] = [];
  /** The batches of `sent` that were sent with keepalive. */
  const lasting: SentBatch[] = [];
  const beacons: SentBatch[] = [];
  const bodies: string[] = [];
  const times: number[] = [];
  const { answer = () => accepted, takesBeacon = () => true, hasRoom = () => true, ...rest } = over;
  const env: Env = {
    now: () => Date.now(),
    random: () => 0.5,
    randomBytes: (count) => Uint8Array.from({ length: count }, () => (bytes = (bytes * 5 + 77) % 65_521) & 255),
    storage: memoryStorage(),
    transport: () => ({
      send(body, last) {
        const batch = readBatch<SentBatch>(body);
        if (last && !hasRoom(batch)) return undefined;
        bodies.push(body);
        sent.push(batch);
        times.push(Date.now());
        if (last) lasting.push(batch);
        return (async () => answer(batch, sent.length))();
      },
      beacon(body) {
        const batch = readBatch<SentBatch>(body);
        if (!takesBeacon(batch, beacons.length)) return false;
        bodies.push(body);
        beacons.push(batch);
        return true;
      },
    }),
    lock: (_name, task) => void task(true),
    online: () => true,
    ...rest,
  };
  return { env, sent, lasting, beacons, bodies, times };
};

const running: Tracker[] = [];

/** Records every event that leaves the queue, in order. */
export const recordOutcomes = (tracker: Tracker) => {
  const delivered: { id: string; action: string; response: Response }[] = [];
  const dropped: { id: string; action: string; reason: DropReason; errors: unknown[] }[] = [];
  tracker.on('delivered', ({ id, action }, response) => delivered.push({ id, action, response }));
  tracker.on('dropped', ({ id, action }, reason, errors) => dropped.push({ id, action, reason, errors }));
  return { delivered, dropped };
};

/** Starts a tracker without plugins, and records what it sends. It is stopped when the test ends. */
export const start = (options: Partial<TrackerOptions> = {}, over: Over = {}, businessId = 'xy76ks') => {
  const world = fakeEnv(over);
  const tracker = createTracker(businessId, { endpoint: ENDPOINT, ...options }, world.env);
  running.push(tracker);
  const anyTrack = tracker.track as (action: unknown, props?: unknown) => Promise<Response>;
  return { tracker, track: anyTrack, ...world, ...recordOutcomes(tracker) };
};

/** Returns a copy of the storage that a crashed page leaves to the next page. */
export const afterCrash = (env: Env) => {
  const { area } = env.storage as ReturnType<typeof memoryStorage>;
  return memoryStorage(new Map(area));
};

/** Returns the ids of the events in storage, oldest first. */
export const storedIds = ({ storage }: Env, prefix = KEY): string[] =>
  storage
    .keys()
    .filter((key) => key.startsWith(prefix) && key[prefix.length] !== '~')
    .map((key) => key.slice(prefix.length))
    .sort();

export const idsOf = (batches: SentBatch[]): string[] => batches.flatMap(({ events }) => events.map(({ id }) => id));
export const actionsOf = (batches: SentBatch[]): string[] =>
  batches.flatMap(({ events }) => events.map(({ action }) => action));

/** Returns the value of a promise, or `pending` if it has not settled yet. */
export const stateOf = async <T>(promise: Promise<T>): Promise<T | 'pending'> => {
  await vi.advanceTimersByTimeAsync(0);
  return Promise.race([promise, Promise.resolve('pending' as const)]);
};

/** Advances the clock. */
export const advance = (ms: number) => vi.advanceTimersByTimeAsync(ms);

// Tests with a fake clock may cover days, and a machine that runs many tests at once is slow.
vi.setConfig({ testTimeout: 30_000 });

// Before each test too, because a tracker that is stopped after a test writes once more.
beforeEach(tidyDocument);
afterEach(() => {
  for (const tracker of running.splice(0)) tracker.stop();
  vi.useRealTimers();
  tidyDocument();
});

/** Starts a fake clock, at a time that is easy to read. */
export const useClock = () => vi.useFakeTimers({ now: Date.UTC(2026, 10, 21, 12) });

/** Catches what is written to the console as an error. */
export const silenceConsole = () => vi.spyOn(console, 'error').mockImplementation(() => {});
