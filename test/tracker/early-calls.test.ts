import { beforeEach, expect, it } from 'vitest';
import { actionsOf, advance, MINUTE, stateOf, useClock } from '../support/harness.ts';
import { openPage } from '../support/page.ts';

beforeEach(() => void useClock());

it('calls made before initialize are kept, with their times and in their order', async () => {
  const { initialize, track, events } = await openPage();
  const first = track('a.one');
  await advance(1500);
  const second = track('a.two', { object: 'x' });
  await advance(1000);
  expect(events()).toEqual([]);
  void initialize({ pageViews: false });
  await advance(100);
  expect(events()).toMatchObject([
    { action: 'a.one', tracked_at: 1_795_262_400, seq: 1 },
    { action: 'a.two', tracked_at: 1_795_262_401.5, seq: 2, object: 'x' },
  ]);
  expect(await stateOf(second)).toMatchObject({ succeeded: true });
  expect(await stateOf(first)).not.toBe('pending');
});

it('calls made before initialize are sent before the page view', async () => {
  const { initialize, track, sent } = await openPage();
  void track('a.one');
  void initialize();
  await advance(2000);
  expect(actionsOf(sent)).toEqual(['a.one', 'page.viewed']);
});

it('a hundred calls are kept before initialize, and further ones fail because initialize is missing', async () => {
  const { initialize, track, events } = await openPage();
  const answers = Array.from({ length: 102 }, () => track('a.one'));
  const response = await stateOf(answers[100] as (typeof answers)[0]);
  expect(response).toMatchObject({ failed: true, queued: false });
  expect(JSON.stringify(response)).toMatch(/initialize/);
  void initialize({ pageViews: false });
  await advance(MINUTE);
  expect(events()).toHaveLength(100);
});

it('a call before initialize is answered within three seconds, without a promise of delivery', async () => {
  const { track } = await openPage();
  const answer = track('a.one');
  await advance(3100);
  expect(await stateOf(answer)).toMatchObject({ succeeded: false, queued: false, stored: false });
});

it('the props of a call before initialize are copied at the call', async () => {
  const { initialize, track, events } = await openPage();
  const props = { metadata: { text: 'before' } };
  void track('a.one', props);
  props.metadata.text = 'after';
  void initialize({ pageViews: false });
  await advance(100);
  expect(events()).toMatchObject([{ metadata: { text: 'before' } }]);
});

it('flush resolves and a denial holds before initialize, and stop throws nothing', async () => {
  const { vitrina, initialize, track, sent } = await openPage();
  await vitrina.flush();
  vitrina.consent('denied');
  void initialize();
  expect(await track('a.one')).toMatchObject({ failed: true });
  await advance(2000);
  expect(sent).toEqual([]);
  expect(() => vitrina.stop()).not.toThrow();
});
