import { afterEach, beforeEach, vi } from 'vitest';
import type { Answer, Env } from '../../../src/base/env.ts';
import type { AsyncArea } from '../../../src/sandbox/async-storage.ts';
import type { VisitorStore } from '../../../src/sandbox/visitor.ts';
import { isSession } from '../../../src/visitor/session.ts';
import { readBatch } from '../../support/read-batch.ts';

export const ENDPOINT = 'https://collector.example/v1/events';
export const ACCOUNT = { businessId: 'xy76ks', endpoint: ENDPOINT, redact: [] };
export const KEY = 'vitrina:1:xy76ks:';

export type SentEvent = Record<string, unknown> & {
  id: string;
  action: string;
  session: string;
  object_parameters?: Record<string, unknown>;
};
interface Batch {
  session?: string;
  events: SentEvent[];
}

export const accepted: Answer = { status: 200, body: null };
export const noAnswer: Answer = { status: 0, body: undefined };

/** How storage behaves: as it should, as a rejection (of looks alone: blind), as an exception, or as a question that nobody answers. */
export type Mood = 'works' | 'rejects' | 'blind' | 'throws' | 'hangs';

/** The page's storage as a sandbox has it. */
export const fakeArea = (kept = new Map<string, string>()) => {
  const looks: string[] = [];
  const area = {
    kept,
    looks,
    mood: 'works' as Mood,
    /** How long each look takes, in ms. */
    delay: 0,
  };
  const look = async <R>(task: () => R, isLook: boolean): Promise<R> => {
    await new Promise((done) => setTimeout(done, area.delay));
    if (area.mood === 'rejects' || (area.mood === 'blind' && isLook)) throw new Error('QuotaExceededError');
    if (area.mood === 'hangs') return new Promise(() => {});
    return task();
  };
  const guarded = <R>(name: string, task: () => R): Promise<R> => {
    looks.push(name);
    if (area.mood === 'throws') throw new Error('SecurityError');
    return look(task, name.startsWith('get'));
  };
  const methods: AsyncArea = {
    getItem: (key) => guarded(`get ${key}`, () => kept.get(key) ?? null),
    setItem: (key, value) => guarded(`set ${key}`, () => void kept.set(key, value)),
    removeItem: (key) => guarded(`remove ${key}`, () => void kept.delete(key)),
  };
  return Object.assign(area, methods);
};
export type FakeArea = ReturnType<typeof fakeArea>;

/** The ids of the events in storage. */
export const storedIds = ({ kept }: FakeArea) =>
  [...kept.keys()]
    .filter((key) => key.startsWith(KEY) && key[KEY.length] !== '~')
    .map((key) => key.slice(KEY.length))
    .sort();
/** The ids that later workers would look for. */
export const notedIds = ({ kept }: FakeArea) => (JSON.parse(kept.get(`${KEY}~ids`) ?? '[]') as string[]).sort();

/** Keeps the visitor in the same storage, as where there are no cookies. */
export const areaStore = (area: AsyncArea, isShared = false): VisitorStore => ({
  isShared,
  get: (name) => area.getItem(name),
  set: (name, value) => (value ? area.setItem(name, value) : area.removeItem(name)),
});

let bytes = 0;

/** The network around a sandbox: the test says what comes back. */
export const fakeNetwork = () => {
  const sent: Batch[] = [];
  const beacons: Batch[] = [];
  const addresses: string[] = [];
  const env: Omit<Env, 'storage'> = {
    now: () => Date.now(),
    random: () => 0.5,
    randomBytes: (count) => Uint8Array.from({ length: count }, () => (bytes = (bytes * 5 + 77) % 65_521) & 255),
    transport: (endpoint) => {
      addresses.push(endpoint);
      return {
        send(body) {
          const batch = readBatch<Batch>(body);
          network.onSend(batch);
          sent.push(batch);
          return (async () => network.answer(batch, sent.length))();
        },
        beacon: (body) => !!beacons.push(readBatch<Batch>(body)),
      };
    },
    lock: (_name, task) => void task(true),
    online: () => true,
  };
  const network = {
    sent,
    beacons,
    addresses,
    answer: (() => accepted) as (batch: Batch, count: number) => Answer | Promise<Answer>,
    /** What is done as a request leaves. */
    onSend: (() => {}) as (batch: Batch) => void,
    /** All events, each with the session that its batch names. */
    events: () =>
      sent.flatMap(({ session, events }) =>
        events.map((event) => ({ ...event, session: event.session ?? session }) as SentEvent),
      ),
    actions: () => sent.flatMap(({ events }) => events.map(({ action }) => action)),
    env,
  };
  return network;
};

export const advance = (ms: number) => vi.advanceTimersByTimeAsync(ms);
export const isUuid = (id: string) =>
  /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/.test(id) && isSession(id);

// Fake clocks make long stories, and machines that run many things at once are slow.
vi.setConfig({ testTimeout: 60_000 });
beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 10, 21, 12) }));
afterEach(() => void vi.useRealTimers());
