import { afterEach, beforeEach, vi } from 'vitest';
import type { Answer, Env, KeyValue } from '../../src/base/env.ts';
import { createTracker } from '../../src/tracker/create-tracker.ts';
import type { DropReason, Response, Tracker, TrackerOptions } from '../../src/types/tracker.ts';
import { tidyDocument } from './document.ts';
import { readBatch } from './read-batch.ts';

export * from './document.ts';

export const ENDPOINT = 'https://collector.example/v1/events';
/** Begins every key of the harness's business. */
export const KEY = 'vitrina:1:xy76ks:';
export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

export type SentEvent = Record<string, unknown> & { id: string; action: string };

/** A batch as it went out. */
export interface SentBatch {
  business: string;
  session?: string;
  sent_at: string;
  events: SentEvent[];
  [name: string]: unknown;
}

export type Network = (batch: SentBatch, count: number) => Answer | Promise<Answer>;

/** Storage that a test can look into, fill beforehand, and share between "pages". */
export const memoryStorage = (area = new Map<string, string>()): KeyValue & { area: Map<string, string> } => ({
  area,
  keys: () => [...area.keys()],
  get: (key) => area.get(key) ?? null,
  set: (key, value) => (area.set(key, value), true),
  remove: (key) => void area.delete(key),
});

/** Storage that keeps nothing, as where the browser blocks it. */
export const refusingStorage = (): KeyValue => {
  const memory = memoryStorage();
  return { ...memory, set: () => false };
};

export const accepted: Answer = { status: 200, body: null };
/** No network at all, or a server that is not there. */
export const noAnswer: Answer = { status: 0, body: undefined };
export const timedOut: Answer = { status: 0, body: undefined, timedOut: true };
/** An answer with that status; an empty body unless told, `undefined` for a page of HTML. */
export const status = (code: number, ...more: [body?: Answer['body'], retryAfter?: number]): Answer => ({
  status: code,
  body: more.length ? more[0] : null,
  retryAfter: more[1],
});

type Over = Partial<Env> & {
  answer?: Network;
  /** `false` where the browser refuses a beacon; gets the batch and how many were taken before. */
  takesBeacon?: (batch: SentBatch, taken: number) => boolean;
  /** `false` where there is no room for one more request that outlives the page. */
  hasRoom?: (batch: SentBatch) => boolean;
};

/** Never the same bytes twice, so that no two pages make the same id. */
let bytes = 0;

/** An environment in which the test is the network: `answer` says what comes back. */
export const fakeEnv = (over: Over = {}) => {
  const sent: SentBatch[] = [];
  /** The batches of `sent` that were asked to outlive their page. */
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

/** Tells of every event that left the queue, in order. */
export const recordOutcomes = (tracker: Tracker) => {
  const delivered: { id: string; action: string; response: Response }[] = [];
  const dropped: { id: string; action: string; reason: DropReason; errors: unknown[] }[] = [];
  tracker.on('delivered', ({ id, action }, response) => delivered.push({ id, action, response }));
  tracker.on('dropped', ({ id, action }, reason, errors) => dropped.push({ id, action, reason, errors }));
  return { delivered, dropped };
};

/** A running tracker with nothing automatic, and what it has sent. It is stopped when the test ends. */
export const start = (options: Partial<TrackerOptions> = {}, over: Over = {}, businessId = 'xy76ks') => {
  const world = fakeEnv(over);
  const tracker = createTracker(businessId, { endpoint: ENDPOINT, ...options }, world.env);
  running.push(tracker);
  const anyTrack = tracker.track as (action: unknown, props?: unknown) => Promise<Response>;
  return { tracker, track: anyTrack, ...world, ...recordOutcomes(tracker) };
};

/** What a page that ended abruptly leaves to the next one: its storage, without a word of good-bye. */
export const afterCrash = (env: Env) => {
  const { area } = env.storage as ReturnType<typeof memoryStorage>;
  return memoryStorage(new Map(area));
};

/** The ids of the events in storage, oldest first. */
export const storedIds = ({ storage }: Env, prefix = KEY): string[] =>
  storage
    .keys()
    .filter((key) => key.startsWith(prefix) && key[prefix.length] !== '~')
    .map((key) => key.slice(prefix.length))
    .sort();

export const idsOf = (batches: SentBatch[]): string[] => batches.flatMap(({ events }) => events.map(({ id }) => id));
export const actionsOf = (batches: SentBatch[]): string[] =>
  batches.flatMap(({ events }) => events.map(({ action }) => action));

/** What a promise has come to by now. */
export const stateOf = async <T>(promise: Promise<T>): Promise<T | 'pending'> => {
  await vi.advanceTimersByTimeAsync(0);
  return Promise.race([promise, Promise.resolve('pending' as const)]);
};

export const advance = (ms: number) => vi.advanceTimersByTimeAsync(ms);

// Fake clocks make long stories, and machines that run many things at once are slow.
vi.setConfig({ testTimeout: 30_000 });

// Before each test too, since a tracker that is stopped after it saves once more.
beforeEach(tidyDocument);
afterEach(() => {
  for (const tracker of running.splice(0)) tracker.stop();
  vi.useRealTimers();
  tidyDocument();
});

/** A controlled clock, at a time that is easy to read. */
export const useClock = () => vi.useFakeTimers({ now: Date.UTC(2026, 10, 21, 12) });

/** Catches what is said in the console as a problem. */
export const silenceConsole = () => vi.spyOn(console, 'error').mockImplementation(() => {});
