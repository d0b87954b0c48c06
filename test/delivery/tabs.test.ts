import { beforeEach, expect, it } from 'vitest';
import {
  accepted,
  actionsOf,
  advance,
  idsOf,
  memoryStorage,
  MINUTE,
  noAnswer,
  SECOND,
  setVisibility,
  start,
  status,
  storedIds,
  useClock,
} from '../support/harness.ts';

beforeEach(() => void useClock());

const never = () => new Promise<never>(() => {});
/** A Web Lock for several tabs. A tab that requests it while another tab holds it gets `false`. */
const createLock = (held = new Set<string>()) => {
  return async (name: string, task: (held: boolean) => Promise<void>) => {
    if (held.has(name)) return task(false);
    held.add(name);
    try {
      await task(true);
    } finally {
      held.delete(name);
    }
  };
};

it('a tab sends its own events without the lock', async () => {
  const { track, sent } = start({}, { lock: (_name, task) => void task(false) });
  track('a.one');
  await advance(SECOND);
  track('a.two');
  await advance(5 * SECOND);
  expect(actionsOf(sent)).toEqual(['a.one', 'a.two']);
});

it('a tab sends an event that has failed once only while it holds the lock', async () => {
  let locked = true;
  const { track, sent, env } = start(
    {},
    { lock: (_name, task) => void task(!locked), answer: (_, count) => (count === 1 ? noAnswer : accepted) },
  );
  track('a.one');
  await advance(2 * MINUTE);
  expect(sent).toHaveLength(1);
  track('a.two');
  await advance(5 * SECOND);
  expect(actionsOf(sent.slice(1))).toEqual(['a.two']);
  locked = false;
  await advance(MINUTE);
  expect(actionsOf(sent.slice(2))).toEqual(['a.one']);
  expect(storedIds(env)).toEqual([]);
});

it('a tab sends its own event in time if it learns meanwhile that another tab holds the lock', async () => {
  const lock = async (_name: string, task: (held: boolean) => Promise<void>) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    await task(false);
  };
  const first = start({}, { answer: never });
  first.track('a.left');
  await advance(SECOND);
  first.tracker.stop();
  const { track, sent } = start({}, { storage: first.env.storage, lock, random: () => 0.25 });
  track('a.first');
  await advance(600);
  track('a.own');
  await advance(600);
  expect(actionsOf(sent)).toEqual(['a.first', 'a.own']);
});

it('a tab that tracks leaves the young events of an open tab to it', async () => {
  const busy = start({}, { answer: never });
  busy.track('a.busy');
  await advance(100);
  const { track, sent } = start({}, { storage: busy.env.storage });
  await advance(3 * SECOND);
  track('a.own');
  await advance(10 * SECOND);
  expect(actionsOf(sent)).toEqual(['a.own']);
});

it('tabs that start together look for what others have left at different times within two seconds', async () => {
  const first = start({}, { answer: () => noAnswer });
  first.track('a.left');
  await advance(SECOND);
  first.tracker.stop();
  const { sent } = start({}, { storage: first.env.storage, random: () => 0.9 });
  await advance(1_700);
  expect(sent).toEqual([]);
  await advance(200);
  expect(actionsOf(sent)).toEqual(['a.left']);
});

it('what a tab that was hidden is sending is left to it, also while the endpoint has not answered yet', async () => {
  const hidden = start({}, { answer: never });
  hidden.track('a.one');
  setVisibility('hidden');
  setVisibility('visible');
  const other = start({}, { storage: hidden.env.storage, random: () => 0.1 });
  // As long as a request may take.
  await advance(11 * SECOND);
  expect(other.sent).toEqual([]);
});

it('the backlog is sent once, however many tabs are open', async () => {
  const storage = memoryStorage();
  const lock = createLock();
  const first = start({}, { storage, lock, answer: () => status(503) });
  for (let index = 0; index < 120; index++) first.track('a.one');
  await advance(5 * SECOND);
  first.tracker.stop();
  const answer = () => new Promise<typeof accepted>((resolve) => setTimeout(() => resolve(accepted), 400));
  const tabs = [0.1, 0.2, 0.3].map((chance) => start({}, { storage, lock, random: () => chance, answer }));
  for (const tab of tabs) tab.track('a.own');
  await advance(5 * MINUTE);
  const sent = tabs.flatMap((tab) => tab.sent);
  expect(idsOf(sent)).toHaveLength(123);
  expect(new Set(idsOf(sent)).size).toBe(123);
  expect(storedIds(tabs[0]?.env as (typeof first)['env'])).toEqual([]);
});

it('a tab releases the lock once the backlog is empty', async () => {
  const storage = memoryStorage();
  const held = new Set<string>();
  const lock = createLock(held);
  const first = start({}, { storage, lock, answer: () => noAnswer });
  first.track('a.one');
  await advance(SECOND);
  first.tracker.stop();
  const second = start({}, { storage, lock });
  await advance(30 * SECOND);
  expect(second.sent).toHaveLength(1);
  expect(held.size).toBe(0);
});

it('no event of the backlog is lost if the browser has no locks', async () => {
  const storage = memoryStorage();
  const first = start({}, { storage, answer: () => noAnswer });
  for (let index = 0; index < 10; index++) first.track('a.one');
  await advance(SECOND);
  first.tracker.stop();
  const tabs = [start({}, { storage }), start({}, { storage })];
  await advance(MINUTE);
  const ids = idsOf(tabs.flatMap((tab) => tab.sent));
  expect(new Set(ids).size).toBe(10);
  expect(storedIds(first.env)).toEqual([]);
});
