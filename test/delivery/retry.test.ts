import { beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/base/env.ts';
import {
  accepted,
  actionsOf,
  advance,
  HOUR,
  idsOf,
  KEY,
  memoryStorage,
  MINUTE,
  noAnswer,
  SECOND,
  silenceConsole,
  start,
  status,
  storedIds,
  timedOut,
  useClock,
} from '../support/harness.ts';

beforeEach(() => void useClock());

const gaps = (times: number[]) => times.slice(1).map((time, index) => time - (times[index] ?? 0));

describe.each<[string, Answer]>([
  ['408', status(408)],
  ['425', status(425)],
  ['429', status(429)],
  ['500', status(500)],
  ['502 with HTML', status(502, undefined)],
  ['503', status(503)],
  ['599', status(599)],
  ['no answer', noAnswer],
  ['a time-out', timedOut],
])('temporary failure: %s', (_name, failure) => {
  it('the events of a request that failed temporarily are sent again until they are accepted, without a console message', async () => {
    const error = silenceConsole();
    let failing = true;
    const { track, sent, env, dropped, delivered } = start({}, { answer: () => (failing ? failure : accepted) });
    track('a.one');
    track('a.two');
    await advance(100);
    expect(storedIds(env)).toHaveLength(2);
    await advance(20 * SECOND);
    expect(sent.length).toBeGreaterThan(1);
    failing = false;
    await advance(MINUTE);
    expect(delivered.map(({ action }) => action).sort()).toEqual(['a.one', 'a.two']);
    expect(new Set(idsOf(sent)).size).toBe(2);
    expect(storedIds(env)).toEqual([]);
    expect(dropped).toEqual([]);
    expect(error).not.toHaveBeenCalled();
  });
});

describe('back-off', () => {
  it('the back-off doubles from two seconds to five minutes and never gives up', async () => {
    // The first request succeeds, so that the failures do not look like an ad blocker.
    const { track, times } = start({}, { random: () => 1, answer: (_, count) => (count > 1 ? status(503) : accepted) });
    track('a.first');
    await advance(5 * SECOND);
    track('a.one');
    await advance(6 * HOUR);
    const waits = gaps(times.slice(1)).map((ms) => Math.round(ms / SECOND));
    expect(waits.slice(0, 10)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    expect(waits.length).toBeGreaterThan(70);
  });

  it('the back-off is random, and at least half a second', async () => {
    const first = async (chance: number) => {
      const { tracker, track, times } = start({}, { random: () => chance, answer: () => status(503) });
      track('a.one');
      await advance(10 * SECOND);
      tracker.stop();
      return gaps(times)[0] ?? 0;
    };
    const [shortest, middle, longest] = [await first(0), await first(0.5), await first(0.999)];
    expect(shortest).toBeGreaterThanOrEqual(500);
    expect(middle).toBeGreaterThan(shortest);
    expect(longest).toBeGreaterThan(middle);
    expect(longest).toBeLessThanOrEqual(2 * SECOND + 100);
  });

  it('the back-off starts again at two seconds after a success', async () => {
    const failing = new Set([1, 2, 3, 4, 6]);
    const { track, times } = start(
      {},
      { random: () => 1, answer: (_, count) => (failing.has(count) ? status(503) : accepted) },
    );
    track('a.one');
    await advance(MINUTE);
    track('a.two');
    await advance(MINUTE);
    expect(gaps(times.slice(5)).map((ms) => Math.round(ms / SECOND))).toEqual([2]);
  });

  it('events that are tracked during the back-off do not shorten it', async () => {
    const { track, sent } = start({}, { random: () => 1, answer: (_, count) => (count < 5 ? status(503) : accepted) });
    track('a.one');
    await advance(14 * SECOND + 100);
    expect(sent).toHaveLength(4);
    for (let index = 0; index < 30; index++) track('a.more');
    await advance(15 * SECOND);
    expect(sent).toHaveLength(4);
  });

  it('the back-off of a few failures continues on the next page', async () => {
    const storage = memoryStorage();
    const first = start({}, { storage, random: () => 1, answer: () => status(503) });
    first.track('a.one');
    await advance(2 * SECOND + 100);
    expect(first.sent).toHaveLength(2);
    first.tracker.stop();
    const next = start({}, { storage });
    next.track('a.two');
    await advance(3 * SECOND);
    expect(next.sent).toHaveLength(0);
    await advance(2 * SECOND);
    expect(actionsOf(next.sent).sort()).toEqual(['a.one', 'a.two']);
  });

  it('the back-off ends at once when the network comes back', async () => {
    let online = true;
    const { track, sent, delivered } = start(
      {},
      { online: () => online, answer: (_, count) => (count < 3 ? noAnswer : accepted) },
    );
    track('a.one');
    await advance(SECOND);
    online = false;
    await advance(HOUR);
    const before = sent.length;
    online = true;
    window.dispatchEvent(new Event('online'));
    await advance(100);
    expect(sent.length).toBe(before + (delivered.length ? 0 : 1));
  });

  it.each(['{"failures":"many"}', '{"until":"soon"}', '{"failures":-5,"until":null}', '[]', '7', ''])(
    'the back-off works if %s is stored in its place',
    async (garbage) => {
      const storage = memoryStorage(new Map([[`${KEY}~wait`, garbage]]));
      const { track, sent, env } = start({}, { storage, answer: (_, count) => (count < 8 ? status(503) : accepted) });
      track('a.one');
      await advance(10 * SECOND);
      expect(sent.length).toBeGreaterThan(1);
      expect(sent.length).toBeLessThan(6);
      await advance(HOUR);
      expect(storedIds(env)).toEqual([]);
    },
  );
});
