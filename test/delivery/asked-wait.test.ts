import { beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/base/env.ts';
import {
  accepted,
  advance,
  HOUR,
  memoryStorage,
  MINUTE,
  noAnswer,
  pageTransition,
  SECOND,
  setVisibility,
  start,
  status,
  storedIds,
  useClock,
} from '../support/harness.ts';

beforeEach(() => void useClock());

describe.each<[string, Answer]>([
  ['Retry-After of a 503', status(503, null, 120_000)],
  ['Retry-After of a 429', status(429, null, 120_000)],
  ['retry_after in the body of a 429', status(429, { retry_after: 120 })],
  ['retry_after in the body of a 500', status(500, { retry_after: 120 })],
])('retry wait: %s', (_name, answer) => {
  it('the next request is sent when the wait that the server asked for is over, not earlier or much later', async () => {
    const { track, sent } = start({}, { answer: (_, count) => (count > 1 ? accepted : answer) });
    track('a.one');
    await advance(119 * SECOND);
    expect(sent).toHaveLength(1);
    await advance(3 * SECOND);
    expect(sent).toHaveLength(2);
  });

  it('new events, flush, a restored network and a closing page do not shorten the wait that the server asked for', async () => {
    const { tracker, track, sent, beacons, env } = start({}, { answer: () => answer });
    track('a.one');
    await advance(100);
    for (let index = 0; index < 50; index++) track('order.placed');
    void tracker.flush();
    window.dispatchEvent(new Event('online'));
    await advance(30 * SECOND);
    setVisibility('hidden');
    pageTransition('pagehide');
    await advance(30 * SECOND);
    expect(sent).toHaveLength(1);
    expect(beacons).toHaveLength(0);
    expect(storedIds(env)).toHaveLength(51);
  });

  it('the next page also waits as long as the server asked for', async () => {
    const storage = memoryStorage();
    const first = start({}, { storage, answer: () => answer });
    first.track('a.one');
    await advance(100);
    first.tracker.stop();
    const next = start({}, { storage });
    next.track('a.two');
    await advance(100 * SECOND);
    expect(next.sent).toHaveLength(0);
    await advance(25 * SECOND);
    expect(storedIds(next.env)).toHaveLength(0);
  });

  it('another open tab also waits as long as the server asked for', async () => {
    const storage = memoryStorage();
    const first = start({}, { storage, answer: (_, count) => (count > 1 ? accepted : answer) });
    const second = start({}, { storage });
    first.track('a.one');
    await advance(100);
    second.track('a.two');
    await advance(100 * SECOND);
    expect(second.sent).toHaveLength(0);
    await advance(25 * SECOND);
    expect(second.sent.length).toBeGreaterThan(0);
  });
});

it.each([
  ['a header', status(503, null, 48 * HOUR)],
  ['a body', status(503, { retry_after: 1e9 })],
])('the next request waits an hour at most if %s asks for longer', async (_name, answer) => {
  const { track, sent } = start({}, { answer: (_, count) => (count > 1 ? accepted : answer) });
  track('a.one');
  await advance(HOUR - MINUTE);
  expect(sent).toHaveLength(1);
  await advance(2 * MINUTE);
  expect(sent).toHaveLength(2);
});

it.each([
  { retry_after: -5 },
  { retry_after: 'soon' },
  { retry_after: null },
  { retry_after: [120] },
  { retry_after: 0 },
])('the client uses its own back-off if the answer asks for %j', async (body) => {
  const { track, sent } = start({}, { answer: (_, count) => (count > 1 ? accepted : status(503, body)) });
  track('a.one');
  await advance(10 * SECOND);
  expect(sent).toHaveLength(2);
});

it("a closing page sends its events although the client's own back-off is not over", async () => {
  const { track, beacons } = start({}, { answer: () => noAnswer });
  track('a.one');
  await advance(30 * SECOND);
  pageTransition('pagehide');
  expect(beacons.flatMap(({ events }) => events)).toHaveLength(1);
});

it("flush ends the client's own back-off", async () => {
  const { tracker, track, sent } = start({}, { answer: (_, count) => (count > 4 ? accepted : noAnswer) });
  track('a.one');
  await advance(20 * SECOND);
  const before = sent.length;
  void tracker.flush();
  await advance(100);
  expect(sent.length).toBe(before + 1);
});

it('a wait that the server asked for stays as it is when another request fails meanwhile', async () => {
  const after = (ms: number, answer: Answer) => new Promise<Answer>((resolve) => setTimeout(() => resolve(answer), ms));
  const answers: (() => Answer | Promise<Answer>)[] = [
    () => noAnswer,
    () => noAnswer,
    () => after(1 * SECOND, status(429, { retry_after: 10 })),
    () => after(2 * SECOND, status(503)),
  ];
  const { tracker, track, sent } = start(
    {},
    { random: () => 0.999, answer: (_, count) => answers[count - 1]?.() ?? accepted },
  );
  track('a.one');
  await advance(6.5 * SECOND);
  track('a.two');
  setVisibility('hidden');
  await advance(3 * SECOND);
  expect(sent).toHaveLength(4);
  void tracker.flush();
  window.dispatchEvent(new Event('online'));
  await advance(SECOND);
  expect(sent).toHaveLength(4);
  await advance(10 * SECOND);
  expect(sent.length).toBeGreaterThan(4);
});
