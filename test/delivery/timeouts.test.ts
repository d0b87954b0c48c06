import { beforeEach, expect, it } from 'vitest';
import {
  accepted,
  actionsOf,
  advance,
  HOUR,
  MINUTE,
  noAnswer,
  SECOND,
  start,
  storedIds,
  timedOut,
  useClock,
} from '../support/harness.ts';

beforeEach(() => void useClock());

it('a batch that timed out is halved, so that one event cannot block all others', async () => {
  const { track, sent, env, delivered } = start(
    {},
    { answer: ({ events }) => (events.some(({ action }) => action === 'slow.event') ? timedOut : accepted) },
  );
  for (const action of ['a.one', 'slow.event', 'a.two', 'a.three']) track(action);
  await advance(10 * MINUTE);
  expect(delivered.map(({ action }) => action).sort()).toEqual(['a.one', 'a.three', 'a.two']);
  expect(storedIds(env)).toHaveLength(1);
  expect(sent.some(({ events }) => events.length === 1 && events[0]?.action === 'slow.event')).toBe(true);
});

it('an event that timed out twice on its own is sent after all others', async () => {
  const { track, sent, delivered } = start(
    {},
    { answer: ({ events }) => (events.some(({ action }) => action === 'slow.event') ? timedOut : accepted) },
  );
  track('a.first');
  await advance(2 * SECOND);
  track('slow.event');
  await advance(200);
  await advance(20 * SECOND);
  for (let index = 0; index < 3; index++) track('a.later');
  await advance(HOUR);
  expect(delivered.filter(({ action }) => action === 'a.later')).toHaveLength(3);
  const last = sent.map(({ events }) => events.map(({ action }) => action).join());
  expect(last.slice(last.lastIndexOf('a.later,a.later,a.later') + 1).every((names) => names === 'slow.event')).toBe(
    true,
  );
});

it('a batch that failed for lack of a network is not halved', async () => {
  const { track, sent } = start({}, { answer: (_, count) => (count < 3 ? noAnswer : accepted) });
  for (const action of ['a.one', 'a.two', 'a.three', 'a.four']) track(action);
  await advance(MINUTE);
  expect(sent.map(({ events }) => events.length)).toEqual([4, 4, 4]);
  expect(actionsOf(sent.slice(2))).toEqual(['a.one', 'a.two', 'a.three', 'a.four']);
});
