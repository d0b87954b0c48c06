import { createTracker } from '../src/create-tracker.ts';
import type { Answer, Env, KeyValue } from '../src/core/env.ts';
import type { TrackerOptions } from '../src/types.ts';

/** A batch as it went out. */
export interface SentBatch {
  business: string;
  session?: string;
  sent_at: string;
  events: (Record<string, unknown> & { id: string; action: string })[];
}

/** Storage that a test can look into, fill beforehand, and share between "pages". */
export const memoryStorage = (area = new Map<string, string>()): KeyValue & { area: Map<string, string> } => ({
  area,
  keys: () => [...area.keys()],
  get: (key) => area.get(key) ?? null,
  set: (key, value) => (area.set(key, value), true),
  remove: (key) => void area.delete(key),
});

export const ok: Answer = { status: 200, body: null };

/** An environment in which the test is the network: `answer` says what comes back. */
export const fakeEnv = (
  over: Partial<Env> & { answer?: (batch: SentBatch, count: number) => Answer | Promise<Answer> } = {},
) => {
  const sent: SentBatch[] = [];
  const beacons: SentBatch[] = [];
  const { answer = () => ok, ...rest } = over;
  let bytes = 0;
  const env: Env = {
    now: () => Date.now(),
    random: () => 0.5,
    randomBytes: (count) => Uint8Array.from({ length: count }, () => bytes++ & 255),
    storage: memoryStorage(),
    transport: () => ({
      async send(body) {
        const batch = JSON.parse(body) as SentBatch;
        sent.push(batch);
        return answer(batch, sent.length);
      },
      beacon: (body) => (beacons.push(JSON.parse(body) as SentBatch), true),
    }),
    lock: (_name, task) => void task(true),
    online: () => true,
    ...rest,
  };
  return { env, sent, beacons };
};

/** A running tracker with nothing automatic, and what it has sent. */
export const start = (options: Partial<TrackerOptions> = {}, over: Parameters<typeof fakeEnv>[0] = {}) => {
  const { env, sent, beacons } = fakeEnv(over);
  const tracker = createTracker('xy76ks', { endpoint: 'https://collector.example/v1/events', ...options }, env);
  return { tracker, env, sent, beacons };
};
