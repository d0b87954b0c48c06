import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  accepted,
  advance,
  afterCrash,
  DAY,
  HOUR,
  idsOf,
  MINUTE,
  noAnswer,
  SECOND,
  start,
  status,
  storedIds,
  useClock,
} from '../support/harness.ts';

beforeEach(() => void useClock());

const jump = (ms: number) => vi.setSystemTime(Date.now() + ms);

describe.each([
  ['an hour back', -HOUR],
  ['a year back', -365 * DAY],
  ['a day forward', DAY],
  ['a year forward', 365 * DAY],
])('clock that is set %s', (_name, change) => {
  it('a clock that is set between two pages neither loses nor delays the events of the first', async () => {
    const first = start({}, { answer: () => noAnswer });
    first.track('a.one');
    await advance(100);
    first.tracker.stop();
    jump(change);
    const next = start({}, { storage: first.env.storage });
    await advance(MINUTE);
    expect(next.delivered).toMatchObject([{ action: 'a.one' }]);
    expect(next.dropped).toEqual([]);
    expect(storedIds(next.env)).toEqual([]);
  });

  it('a clock that is set after a page crashed loses none of its events', async () => {
    const first = start({}, { answer: () => noAnswer });
    first.track('a.one');
    await advance(100);
    const storage = afterCrash(first.env);
    jump(change);
    const next = start({}, { storage });
    await advance(MINUTE);
    expect(next.delivered).toMatchObject([{ action: 'a.one' }]);
    expect(storedIds(next.env)).toEqual([]);
  });

  it('a clock that is set while a page is open neither stops nor multiplies its requests', async () => {
    const { track, sent, delivered } = start();
    track('a.one');
    await advance(100);
    jump(change);
    for (let index = 0; index < 10; index++) {
      track('a.two');
      await advance(50);
    }
    await advance(5 * SECOND);
    expect(delivered).toHaveLength(11);
    expect(sent.length).toBeLessThanOrEqual(4);
    expect(idsOf(sent)).toEqual([...idsOf(sent)].sort());
  });

  it('a clock that is set during a Retry-After does not make the wait longer than a day', async () => {
    const { track, env } = start({}, { answer: (_, count) => (count > 1 ? accepted : status(503, null, HOUR)) });
    track('a.one');
    await advance(100);
    jump(change);
    await advance(HOUR + MINUTE);
    track('a.two');
    await advance(DAY);
    expect(storedIds(env)).toEqual([]);
  });
});

it('event ids sort in the order of the calls even if the clock goes back between them', async () => {
  const { track, sent } = start();
  for (let index = 0; index < 5; index++) {
    track('a.one', { metadata: { index } });
    jump(-MINUTE);
  }
  await advance(5 * SECOND);
  const events = sent.flatMap((batch) => batch.events).sort((one, other) => (one.id < other.id ? -1 : 1));
  expect(events.map(({ metadata }) => (metadata as { index: number }).index)).toEqual([0, 1, 2, 3, 4]);
});

it('5,000 event ids of the same millisecond are unique and sort in the order of the calls', async () => {
  const { track, dropped } = start({ transform: () => undefined });
  const before = Date.now();
  for (let index = 0; index < 5000; index++) track('a.one');
  expect(Date.now()).toBe(before);
  const ids = dropped.map(({ id }) => id);
  expect(new Set(ids).size).toBe(5000);
  expect(ids).toEqual([...ids].sort());
});

it('tracked_at is the time of the call, not of the request, in fractional Unix seconds', async () => {
  vi.setSystemTime(1_795_262_400_125);
  const { track, sent } = start({ flushAfter: 30 * SECOND });
  track('a.first');
  await advance(1000);
  track('a.one');
  await advance(MINUTE);
  expect(sent[0]?.events[0]?.tracked_at).toBe(1_795_262_400.125);
  expect(sent[1]?.events[0]?.tracked_at).toBe(1_795_262_401.125);
  expect(Date.parse(sent[1]?.sent_at ?? '')).toBeGreaterThan(1_795_262_425_000);
});
