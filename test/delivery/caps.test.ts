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
  stateOf,
  status,
  storedIds,
  useClock,
} from '../support/harness.ts';

beforeEach(() => void useClock());

const offline = { answer: () => noAnswer, online: () => false };
const repeat = (count: number, task: (index: number) => void) => Array.from({ length: count }, (_, i) => task(i));

describe('full queue', () => {
  it('a queue of more than 1,500 events drops page views first and keeps orders, with the reason queue_full', async () => {
    const { track, env, dropped } = start({}, offline);
    repeat(5, () => track('order.placed'));
    repeat(10, () => track('page.viewed'));
    repeat(1485, (index) => track('cart.added', { metadata: { index } }));
    expect(storedIds(env)).toHaveLength(1500);
    expect(dropped).toEqual([]);
    repeat(10, () => track('product.viewed'));
    expect(dropped.map(({ action }) => action)).toEqual(Array(10).fill('page.viewed'));
    repeat(20, () => track('product.viewed'));
    expect(dropped.slice(10).map(({ action }) => action)).toEqual(Array(20).fill('cart.added'));
    expect(new Set(dropped.map(({ reason }) => reason))).toEqual(new Set(['queue_full']));
    expect(storedIds(env)).toHaveLength(1500);
    const kept = env.storage.keys().map((key) => env.storage.get(key) ?? '');
    expect(kept.filter((text) => text.includes('"order.placed"'))).toHaveLength(5);
  });

  it('a full queue drops the oldest of the events with the same priority', async () => {
    const { track, dropped } = start({}, offline);
    repeat(1500, () => track('a.one'));
    track('a.two');
    expect(dropped.map(({ action }) => action)).toEqual(['a.one']);
    track('a.two');
    const order = dropped.map(({ id }) => id);
    expect(order).toEqual([...order].sort());
  });

  it('the call whose event a full queue drops is answered with the reason', async () => {
    const { track } = start({}, offline);
    const answer = track('page.viewed');
    repeat(1500, () => track('a.one'));
    const response = await stateOf(answer);
    expect(response).toMatchObject({ failed: true, queued: false, errors: [{ type: 'queue_full' }] });
  });

  it('a queue keeps a million characters at most', async () => {
    const { track, env, dropped } = start({}, offline);
    const text = 'x'.repeat(50_000);
    repeat(30, () => track('a.large', { metadata: { text } }));
    const characters = storedIds(env).length * 50_000;
    expect(characters).toBeLessThanOrEqual(1_000_000);
    expect(characters).toBeGreaterThan(900_000);
    expect(dropped).toHaveLength(30 - storedIds(env).length);
    expect(dropped[0]).toMatchObject({ action: 'a.large', reason: 'queue_full' });
  });

  it('a queue also counts the events that earlier pages have left', async () => {
    const first = start({}, offline);
    repeat(1000, () => first.track('page.viewed'));
    await advance(40 * SECOND);
    first.tracker.stop();
    const next = start({}, { ...offline, storage: first.env.storage });
    await advance(5 * SECOND);
    repeat(600, () => next.track('a.one'));
    expect(storedIds(next.env)).toHaveLength(1500);
    expect(next.dropped.map(({ action }) => action)).toEqual(Array(100).fill('page.viewed'));
  });

  it('a full queue drops the page views of another open tab before its own events', async () => {
    const first = start({}, offline);
    repeat(1000, () => first.track('page.viewed'));
    const next = start({}, { ...offline, storage: afterCrash(first.env) });
    await advance(5 * SECOND);
    repeat(600, () => next.track('a.one'));
    expect(storedIds(next.env)).toHaveLength(1500);
    expect(next.dropped.map(({ action }) => action)).toEqual(Array(100).fill('page.viewed'));
  });

  it('a full queue drops the events that an earlier page left before newer ones', async () => {
    const first = start({}, offline);
    repeat(700, () => first.track('a.one'));
    first.tracker.stop();
    const next = start({}, { ...offline, storage: first.env.storage });
    repeat(800, () => next.track('a.one'));
    await advance(5 * SECOND);
    const old = storedIds(next.env).slice(0, 700);
    repeat(10, () => next.track('a.one'));
    expect(next.dropped.map(({ id }) => id)).toEqual(old.slice(0, 10));
  });

  it('a full queue does not drop an event that is in flight', async () => {
    const { track, sent, dropped } = start({}, { answer: () => new Promise(() => {}) });
    repeat(1500, () => track('a.one'));
    await advance(SECOND);
    repeat(10, () => track('a.one'));
    expect(dropped).toHaveLength(10);
    expect(dropped.some(({ id }) => idsOf(sent).includes(id))).toBe(false);
  });
});

describe('size of an event', () => {
  it('an event of 250 KB is sent, and one of more than 256 KB is dropped as too_large', async () => {
    const { track, sent, env, dropped } = start();
    const large = track('a.large', { metadata: { text: 'x'.repeat(250 * 1024) } });
    const answer = track('a.huge', { metadata: { text: 'x'.repeat(257 * 1024) } });
    expect(await stateOf(answer)).toMatchObject({ failed: true, stored: false, errors: [{ type: 'too_large' }] });
    await advance(100);
    expect(await large).toMatchObject({ succeeded: true });
    expect(sent).toHaveLength(1);
    expect(dropped).toMatchObject([{ action: 'a.huge', reason: 'too_large' }]);
    expect(storedIds(env)).toEqual([]);
  });

  it('the size of an event is measured in bytes, not in characters', async () => {
    const { track, dropped } = start();
    track('a.huge', { metadata: { text: '字'.repeat(90 * 1024) } });
    await advance(100);
    expect(dropped).toMatchObject([{ reason: 'too_large' }]);
  });
});

describe('age of an event', () => {
  it('an event that has failed for seven days is dropped as expired', async () => {
    const { track, env, dropped } = start({}, { answer: (_, count) => (count === 1 ? accepted : status(503)) });
    track('a.first');
    await advance(MINUTE);
    track('a.one');
    await advance(HOUR);
    // A laptop sleeps in between, because a week of retries would make the test too slow.
    vi.setSystemTime(Date.now() + 7 * DAY - 3 * HOUR);
    await advance(HOUR);
    expect(dropped).toEqual([]);
    expect(storedIds(env)).toHaveLength(1);
    await advance(2 * HOUR);
    expect(dropped).toMatchObject([{ action: 'a.one', reason: 'expired' }]);
    expect(storedIds(env)).toEqual([]);
  });

  it('an event is tried at least once, however old it is according to the clock', async () => {
    const first = start({}, { answer: () => noAnswer });
    first.track('a.one');
    first.tracker.stop();
    await advance(30 * DAY);
    const next = start({}, { storage: first.env.storage });
    await advance(MINUTE);
    expect(next.delivered).toMatchObject([{ action: 'a.one' }]);
    expect(next.dropped).toEqual([]);
  });
});

describe('ad blocker', () => {
  it('a page whose first six requests fail keeps 100 events and leaves the next try to the next page', async () => {
    const first = start({}, { answer: () => noAnswer });
    repeat(150, () => first.track('a.one'));
    await advance(HOUR);
    expect(first.sent).toHaveLength(6);
    expect(storedIds(first.env)).toHaveLength(100);
    expect(first.dropped.map(({ reason }) => reason)).toEqual(Array(50).fill('queue_full'));
    first.track('a.two');
    await advance(DAY);
    expect(first.sent).toHaveLength(6);
    expect(storedIds(first.env)).toHaveLength(100);
    first.tracker.stop();
    const next = start({}, { storage: first.env.storage });
    await advance(10 * MINUTE);
    expect(next.delivered).toHaveLength(100);
  });

  it('a page that has had a successful request goes on trying after many failures', async () => {
    const { track, env, sent } = start({}, { answer: (_, count) => (count === 1 ? accepted : noAnswer) });
    track('a.first');
    await advance(MINUTE);
    repeat(150, () => track('a.one'));
    await advance(HOUR);
    expect(sent.length).toBeGreaterThan(10);
    expect(storedIds(env)).toHaveLength(150);
  });

  it('failures while the browser is offline do not count as an ad blocker', async () => {
    const { track, env, sent } = start({}, offline);
    repeat(150, () => track('a.one'));
    await advance(HOUR);
    expect(sent.length).toBeGreaterThan(6);
    expect(storedIds(env)).toHaveLength(150);
  });
});
