import { beforeEach, expect, it } from 'vitest';
import { createJournal } from '../../../src/debug/panel/journal.ts';
import type { Item } from '../../../src/debug/panel/journal.ts';
import type { TrackedEvent } from '../../../src/types/tracker.ts';
import { advance, useClock } from '../../support/harness.ts';

beforeEach(() => void useClock());

const event = (id: string, action = 'cart.added') =>
  ({ id, action, observed_by: 'manual', tracked_at: 1 }) as unknown as TrackedEvent;

const open = () => {
  const changed = new Set<Item>();
  const journal = createJournal((item) => changed.add(item));
  const shown = () =>
    [...changed]
      .filter((item) => !('state' in item) || item.state !== 'gone')
      .map((item) => `${item.kind} ${'state' in item ? item.state : ''}`);
  return { journal, shown };
};

it('a call whose event is there is not shown beside it, whichever the recorder tells first', async () => {
  const { journal, shown } = open();
  journal.take(['event', [event('1')], 'shop']);
  journal.take(['track', ['cart.added'], new Promise(() => {})]);
  await advance(1_000);
  expect(shown()).toEqual(['event waiting']);
  journal.take(['track', ['cart.removed'], new Promise(() => {})]);
  await advance(1_000);
  expect(shown()).toEqual(['event waiting', 'call waiting']);
  journal.take(['event', [event('2', 'cart.removed')], 'shop']);
  expect(shown()).toEqual(['event waiting', 'event waiting']);
});

it('two calls of the same name are told apart by the ids of their answers', async () => {
  const { journal, shown } = open();
  const answer = (id: string) => Promise.resolve({ id, failed: false, errors: [] });
  journal.take(['track', ['cart.added'], answer('1')]);
  journal.take(['track', ['cart.added'], answer('2')]);
  await advance(1_000);
  expect(shown()).toEqual(['call waiting', 'call waiting']);
  journal.take(['event', [event('2')], 'shop']);
  const [left] = journal.items().filter((item) => item.kind === 'call' && item.state === 'waiting');
  expect(left).toMatchObject({ id: '1' });
});

it('a refused call and a refused start are kept with their sentences, and an identification without news is not shown', async () => {
  const { journal, shown } = open();
  const errors = [{ type: 'parameter_invalid', parameter: 'action', description: 'no action' }];
  journal.take(['track', ['Order Placed'], Promise.resolve({ id: '', failed: true, errors })]);
  journal.take(['initialize', ['xy 76'], Promise.reject(new TypeError('wrong id'))]);
  journal.take(['identify', ['c-1'], Promise.resolve({ id: '', failed: false, succeeded: true, errors: [] })]);
  await advance(1_000);
  expect(shown()).toEqual(['call refused', 'call refused']);
  expect(journal.starts).toEqual([{ id: 'xy 76', options: undefined, message: 'wrong id' }]);
});
