import { beforeEach, expect, it } from 'vitest';
import {
  accepted,
  actionsOf,
  advance,
  memoryStorage,
  MINUTE,
  noAnswer,
  SECOND,
  start,
  status,
  storedIds,
  useClock,
} from '../support/harness.ts';

beforeEach(() => void useClock());

it.each([
  ['shop', 'shop1'],
  ['shop', 'shop-2'],
  ['shop', 'sho'],
  ['a', 'b'],
])('the events of the businesses "%s" and "%s" stay apart, in storage and in requests', async (one, other) => {
  const storage = memoryStorage();
  const first = start({}, { storage, answer: () => noAnswer }, one);
  const second = start({}, { storage, answer: () => noAnswer }, other);
  first.track('a.one');
  second.track('a.two');
  await advance(SECOND);
  first.tracker.stop();
  second.tracker.stop();
  expect(storedIds(first.env, `vitrina:1:${one}:`)).toHaveLength(1);
  expect(storedIds(first.env, `vitrina:1:${other}:`)).toHaveLength(1);
  const next = start({}, { storage }, one);
  await advance(2 * MINUTE);
  expect(next.sent.map(({ business }) => business)).toEqual([one]);
  expect(actionsOf(next.sent)).toEqual(['a.one']);
  expect(storedIds(first.env, `vitrina:1:${other}:`)).toHaveLength(1);
});

it('a business that is switched off does not stop the requests of another business', async () => {
  const storage = memoryStorage();
  const first = start({}, { storage, answer: () => status(410, { off: true }) }, 'shop');
  const second = start({}, { storage, answer: () => accepted }, 'shop1');
  first.track('a.one');
  await advance(SECOND);
  const answer = second.track('a.two');
  await advance(SECOND);
  expect(await answer).toMatchObject({ succeeded: true });
  expect(first.sent).toHaveLength(1);
});

it('a denied consent empties only the queue of its own business', async () => {
  const storage = memoryStorage();
  const first = start({}, { storage, answer: () => noAnswer }, 'shop');
  const second = start({}, { storage, answer: () => noAnswer }, 'shop1');
  first.track('a.one');
  second.track('a.two');
  await advance(SECOND);
  first.tracker.consent('denied');
  expect(storedIds(first.env, 'vitrina:1:shop:')).toEqual([]);
  expect(storedIds(first.env, 'vitrina:1:shop1:')).toHaveLength(1);
});

it.each(['shop:2', 'shop 2', '', 'á', 'x'.repeat(65)])(
  'the business id "%s" is refused, because it could touch the storage keys of another business',
  (id) => {
    expect(() => start({}, {}, id)).toThrow(/businessId must be/);
  },
);
