import { beforeEach, expect, it } from 'vitest';
import {
  actionsOf,
  HOUR,
  MINUTE,
  noAnswer,
  ok,
  SECOND,
  start,
  storedIds,
  timedOut,
  useClock,
  wait,
} from '../support/harness.ts';

beforeEach(() => void useClock());

it('halves a batch that timed out, so that one event cannot hold up all others for ever', async () => {
  const { track, sent, env, delivered } = start(
    {},
    { answer: ({ events }) => (events.some(({ action }) => action === 'slow.event') ? timedOut : ok) },
  );
  for (const action of ['a.one', 'slow.event', 'a.two', 'a.three']) track(action);
  await wait(10 * MINUTE);
  expect(delivered.map(({ action }) => action).sort()).toEqual(['a.one', 'a.three', 'a.two']);
  expect(storedIds(env)).toHaveLength(1);
  expect(sent.some(({ events }) => events.length === 1 && events[0]?.action === 'slow.event')).toBe(true);
});

it('lets an event that timed out twice alone go last', async () => {
  const { track, sent, delivered } = start(
    {},
    { answer: ({ events }) => (events.some(({ action }) => action === 'slow.event') ? timedOut : ok) },
  );
  track('a.first');
  await wait(2 * SECOND);
  track('slow.event');
  await wait(200);
  await wait(20 * SECOND);
  for (let index = 0; index < 3; index++) track('a.later');
  await wait(HOUR);
  expect(delivered.filter(({ action }) => action === 'a.later')).toHaveLength(3);
  const last = sent.map(({ events }) => events.map(({ action }) => action).join());
  expect(last.slice(last.lastIndexOf('a.later,a.later,a.later') + 1).every((names) => names === 'slow.event')).toBe(
    true,
  );
});

it('does not halve where there was no network: nothing says that an event is to blame', async () => {
  const { track, sent } = start({}, { answer: (_, count) => (count < 3 ? noAnswer : ok) });
  for (const action of ['a.one', 'a.two', 'a.three', 'a.four']) track(action);
  await wait(MINUTE);
  expect(sent.map(({ events }) => events.length)).toEqual([4, 4, 4]);
  expect(actionsOf(sent.slice(2))).toEqual(['a.one', 'a.two', 'a.three', 'a.four']);
});
