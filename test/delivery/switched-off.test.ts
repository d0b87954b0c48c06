import { beforeEach, expect, it } from 'vitest';
import type { Answer } from '../../src/base/env.ts';
import {
  accepted,
  advance,
  DAY,
  HOUR,
  memoryStorage,
  MINUTE,
  setVisibility,
  silenceConsole,
  start,
  status,
  storedIds,
  useClock,
} from '../support/harness.ts';

const off = status(410, { off: true });

beforeEach(() => void useClock());

it('a page sends nothing for 24 hours after a 410 with "off", and keeps its queue', async () => {
  const error = silenceConsole();
  const { tracker, track, sent, env, dropped } = start({}, { answer: () => off });
  track('a.one');
  await advance(100);
  track('a.two');
  void tracker.flush();
  window.dispatchEvent(new Event('online'));
  await advance(DAY - MINUTE);
  expect(sent).toHaveLength(1);
  expect(storedIds(env)).toHaveLength(2);
  expect(dropped).toEqual([]);
  expect(error).not.toHaveBeenCalled();
});

it('a second 410 with "off" after 24 hours empties the queue with the reason switched_off', async () => {
  const { track, sent, env, dropped } = start({}, { answer: () => off });
  track('a.one');
  track('a.two');
  await advance(DAY + HOUR);
  expect(sent).toHaveLength(2);
  expect(dropped.map(({ action, reason }) => [action, reason])).toEqual([
    ['a.one', 'switched_off'],
    ['a.two', 'switched_off'],
  ]);
  expect(storedIds(env)).toEqual([]);
});

it('a business that is switched on again gets its queued events', async () => {
  let answer = off;
  const { track, env, delivered, dropped } = start({}, { answer: () => answer });
  track('a.one');
  await advance(HOUR);
  answer = accepted;
  await advance(DAY);
  expect(delivered).toHaveLength(1);
  expect(storedIds(env)).toEqual([]);
  // A later 410 counts as the first one again.
  answer = off;
  track('a.two');
  await advance(2 * MINUTE);
  expect(dropped).toEqual([]);
  expect(storedIds(env)).toHaveLength(1);
});

it('the next page respects the 24 hours after a 410 with "off", and counts the next one as the second', async () => {
  const storage = memoryStorage();
  const first = start({}, { storage, answer: () => off });
  first.track('a.one');
  await advance(100);
  first.tracker.stop();
  const next = start({}, { storage, answer: () => off });
  next.track('a.two');
  await advance(DAY - HOUR);
  expect(next.sent).toHaveLength(0);
  expect(next.dropped).toEqual([]);
  await advance(2 * HOUR);
  expect(next.sent).toHaveLength(1);
  expect(next.dropped.map(({ reason }) => reason)).toEqual(['switched_off', 'switched_off']);
  expect(storedIds(next.env)).toEqual([]);
});

it('a closing page sends nothing while its business is switched off', async () => {
  const { tracker, track, beacons, lasting } = start({}, { answer: () => off });
  track('a.one');
  await advance(100);
  track('order.placed');
  window.dispatchEvent(new Event('pagehide'));
  expect([...beacons, ...lasting]).toEqual([]);
  tracker.stop();
});

it('two simultaneous requests that are answered with 410 and "off" count as one', async () => {
  const { track, sent, env, dropped } = start(
    {},
    { answer: () => new Promise((resolve) => setTimeout(() => resolve(off), 300)) },
  );
  track('a.one');
  await advance(100);
  track('a.two');
  setVisibility('hidden');
  await advance(MINUTE);
  expect(sent).toHaveLength(2);
  expect(dropped).toEqual([]);
  expect(storedIds(env)).toHaveLength(2);
});

it('a success after a day switches the business on again, also while another request was asked to wait', async () => {
  const after = (ms: number, answer: Answer) => () =>
    new Promise<Answer>((resolve) => setTimeout(() => resolve(answer), ms));
  const answers = [() => off, after(100, status(429, { retry_after: 600 })), after(200, accepted)];
  const answerNext = () => (answers.shift() ?? (() => off))();
  const { track, env, dropped } = start({}, { answer: answerNext });
  track('a.one');
  await advance(DAY + 50);
  track('a.two');
  setVisibility('hidden');
  await advance(HOUR);
  track('a.three');
  await advance(MINUTE);
  expect(dropped).toEqual([]);
  expect(storedIds(env).length).toBeGreaterThan(0);
});
