import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  accepted,
  actionsOf,
  advance,
  idsOf,
  MINUTE,
  SECOND,
  start,
  stateOf,
  status,
  useClock,
} from '../support/harness.ts';

beforeEach(() => void useClock());

const later = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe('time of a request', () => {
  it('the first event is sent right after the current task, not within it', async () => {
    const { track, sent } = start();
    track('a.one');
    expect(sent).toHaveLength(0);
    await advance(5);
    expect(actionsOf(sent)).toEqual(['a.one']);
  });

  it('events of the same task are sent in one batch', async () => {
    const { track, sent } = start();
    for (const action of ['a.one', 'a.two', 'a.three']) track(action);
    await advance(5);
    expect(sent.map(({ events }) => events.length)).toEqual([3]);
  });

  it('events that follow within flushAfter are sent together, and an event after a quiet time at once', async () => {
    const { track, sent } = start({ flushAfter: 2000 });
    track('a.one');
    await advance(100);
    track('a.two');
    await advance(900);
    track('a.three');
    await advance(900);
    expect(actionsOf(sent)).toEqual(['a.one']);
    await advance(200);
    expect(sent.map(({ events }) => events.length)).toEqual([1, 2]);
    await advance(10 * SECOND);
    track('a.four');
    await advance(5);
    expect(sent).toHaveLength(3);
  });

  it('50 events with 40 ms between them need at most five requests', async () => {
    const { track, sent, delivered } = start();
    for (let index = 0; index < 50; index++) {
      track('a.one');
      await advance(40);
    }
    await advance(5 * SECOND);
    expect(delivered).toHaveLength(50);
    expect(sent.length).toBeLessThanOrEqual(5);
  });

  it('a full batch is sent before flushAfter is over', async () => {
    const { track, sent } = start({ flushAfter: MINUTE, batchSize: 5 });
    track('a.first');
    await advance(100);
    for (let index = 0; index < 4; index++) track('a.one');
    await advance(100);
    expect(sent).toHaveLength(1);
    track('a.one');
    await advance(100);
    expect(sent.map(({ events }) => events.length)).toEqual([1, 5]);
  });

  it('each event is sent on its own with flushAfter 0 and batchSize 1', async () => {
    const { track, sent } = start({ flushAfter: 0, batchSize: 1 });
    for (const action of ['a.one', 'a.two', 'a.three']) track(action);
    await advance(100);
    expect(sent.map(({ events }) => events.map(({ action }) => action))).toEqual([['a.one'], ['a.two'], ['a.three']]);
  });
});

describe('batch size', () => {
  it('a batch holds batchSize events while few are waiting', async () => {
    const { track, sent } = start({ batchSize: 7 });
    for (let index = 0; index < 30; index++) track('a.one');
    await advance(MINUTE);
    expect(Math.max(...sent.map(({ events }) => events.length))).toBe(7);
  });

  it('a batch holds up to 100 events once more than 40 are waiting', async () => {
    const { track, sent } = start();
    for (let index = 0; index < 250; index++) track('a.one');
    await advance(MINUTE);
    expect(sent[0]?.events).toHaveLength(100);
    expect(idsOf(sent)).toHaveLength(250);
    expect(sent.length).toBeLessThanOrEqual(5);
  });

  it('a batch stays below about 48 KiB, however many events are waiting', async () => {
    const { track, bodies, delivered } = start();
    for (let index = 0; index < 100; index++) track('a.one', { metadata: { text: 'ñ'.repeat(1500) } });
    await advance(5 * MINUTE);
    expect(delivered).toHaveLength(100);
    const sizes = bodies.map((body) => new TextEncoder().encode(body).length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(49 * 1024);
    expect(Math.max(...sizes)).toBeGreaterThan(40 * 1024);
  });

  it('an event that is too large for a batch is sent on its own', async () => {
    const { track, sent, delivered } = start();
    track('a.one');
    track('a.large', { metadata: { text: 'x'.repeat(200 * 1024) } });
    track('a.two');
    await advance(10 * SECOND);
    expect(delivered.map(({ action }) => action)).toEqual(['a.one', 'a.large', 'a.two']);
    expect(sent.map(({ events }) => events.length)).toEqual([1, 1, 1]);
  });
});

describe('order of events', () => {
  it('one request is in flight at a time, and events are sent in the order of the calls', async () => {
    let flying = 0;
    let most = 0;
    const { track, sent } = start(
      { flushAfter: 0 },
      {
        answer: async () => {
          most = Math.max(most, ++flying);
          await later(700);
          flying--;
          return accepted;
        },
      },
    );
    const actions = Array.from({ length: 60 }, (_, index) => `a.number_${index}`);
    for (const action of actions) {
      track(action);
      await advance(30);
    }
    await advance(20 * SECOND);
    expect(most).toBe(1);
    expect(actionsOf(sent)).toEqual(actions);
    expect(idsOf(sent)).toEqual([...idsOf(sent)].sort());
    expect(sent.map(({ events }) => events.map(({ seq }) => seq)).flat()).toEqual(actions.map((_, index) => index + 1));
  });

  it('events are sent again in the order of the calls after a failure', async () => {
    const { track, sent } = start({}, { answer: (_, count) => (count === 1 ? status(503) : accepted) });
    for (const action of ['a.one', 'a.two']) track(action);
    await advance(100);
    track('a.three');
    await advance(MINUTE);
    const order = actionsOf(sent.slice(1));
    expect(order.indexOf('a.one')).toBeLessThan(order.indexOf('a.two'));
    expect([...order].sort()).toEqual(['a.one', 'a.three', 'a.two']);
  });
});

it('the props of an event are copied at the call, so later changes of the page do not count', async () => {
  const { track, sent } = start();
  const props = { object: 'cart-1', metadata: { list: [1, 2], text: 'before' } };
  track('a.one', props);
  props.metadata.text = 'after';
  props.metadata.list.push(3);
  props.object = 'cart-2';
  await advance(100);
  expect(sent[0]?.events[0]).toMatchObject({ object: 'cart-1', metadata: { list: [1, 2], text: 'before' } });
});

it('a batch has the version of the protocol and all fields that the endpoint needs', async () => {
  const { tracker, track, sent } = start();
  const answer = track('cart.added', { object: 'cart-1', amount: 12.5, currency: 'UYU' });
  const id = await stateOf(answer);
  expect(id).toMatchObject({ succeeded: true });
  expect(sent[0]).toEqual({
    v: 1,
    business: 'xy76ks',
    library: expect.stringMatching(/^vitrina\/\d+\.\d+\.\d+/),
    sent_at: '2026-11-21T12:00:00.000Z',
    session: tracker.session,
    locale: navigator.language,
    events: [
      {
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
        action: 'cart.added',
        object: 'cart-1',
        amount: 12.5,
        currency: 'UYU',
        tracked_at: 1_795_262_400,
        seq: 1,
        observed_by: 'manual',
        visit: { id: expect.any(String), number: 1, started_at: 1_795_262_400 },
        page: { url: 'http://shop.localhost:3000/', title: '', path: '/', referrer: '' },
      },
    ],
  });
  expect(sent).toHaveLength(1);
});

it('the time zone is looked up once a visit, 5 s after its first event, and sent with every batch from then on', async () => {
  const lookUp = vi.spyOn(Intl, 'DateTimeFormat');
  const timezone = 'America/Montevideo';
  lookUp.mockReturnValue({ resolvedOptions: () => ({ timeZone: timezone }) } as Intl.DateTimeFormat);
  const first = start();
  first.track('a.one');
  await advance(4 * SECOND);
  expect(lookUp).not.toHaveBeenCalled();
  await advance(2 * SECOND);
  first.track('a.two');
  await advance(SECOND);
  expect(first.sent.map((batch) => batch.timezone)).toEqual([undefined, timezone]);
  first.tracker.stop();

  const second = start();
  second.track('a.three');
  await advance(10 * SECOND);
  expect(second.sent[0]?.timezone).toBe(timezone);
  expect(lookUp).toHaveBeenCalledTimes(1);
  second.tracker.stop();

  await advance(31 * MINUTE);
  const third = start();
  third.track('a.four');
  await advance(10 * SECOND);
  expect(lookUp).toHaveBeenCalledTimes(2);
});
