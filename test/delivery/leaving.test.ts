import { beforeEach, describe, expect, it } from 'vitest';
import {
  accepted,
  actionsOf,
  advance,
  idsOf,
  KEY,
  memoryStorage,
  MINUTE,
  noAnswer,
  pageTransition,
  SECOND,
  setVisibility,
  start,
  storedIds,
  useClock,
} from '../support/harness.ts';

beforeEach(() => void useClock());

const never = () => new Promise<never>(() => {});
/** Storage of a visitor whose earlier pages the endpoint has answered. */
const knownEndpoint = () => memoryStorage(new Map([[`${KEY}~wait`, '{"failures":0,"proven":true}']]));
const text = (length: number) => ({ metadata: { text: 'x'.repeat(length) } });

describe('hidden page', () => {
  it('a page that is hidden sends the events that are not in flight at once, by a keepalive request', async () => {
    const { track, sent, lasting, env, beacons } = start({ flushAfter: MINUTE });
    track('a.first');
    await advance(100);
    track('a.one');
    track('a.two');
    setVisibility('hidden');
    expect(actionsOf(lasting)).toEqual(['a.one', 'a.two']);
    expect(beacons).toEqual([]);
    await advance(MINUTE);
    expect(idsOf(sent)).toHaveLength(3);
    expect(storedIds(env)).toEqual([]);
  });

  it('a page that is hidden during a request sends only the events that are not part of that request', async () => {
    const { track, lasting, sent } = start({}, { answer: never });
    track('a.one');
    await advance(100);
    track('a.two');
    setVisibility('hidden');
    expect(actionsOf(lasting)).toEqual(['a.two']);
    expect(idsOf(sent)).toHaveLength(2);
  });

  it('a page that is hidden sends orders first', async () => {
    const { track, lasting } = start({}, { answer: never });
    track('a.first');
    await advance(100);
    for (const action of ['page.viewed', 'cart.added', 'order.placed', 'page.viewed', 'order.confirmed']) track(action);
    setVisibility('hidden');
    expect(actionsOf(lasting)).toEqual(['order.placed', 'order.confirmed', 'cart.added', 'page.viewed', 'page.viewed']);
  });

  it('a page that is hidden sends batches of 15 KiB, and keeps the events that the browser has no room for', async () => {
    let room = 2;
    const { track, lasting, bodies, env, delivered } = start({}, { hasRoom: () => room-- > 0 });
    for (let index = 0; index < 30; index++) track('a.one', text(2000));
    setVisibility('hidden');
    expect(lasting).toHaveLength(2);
    for (const body of bodies) expect(body.length).toBeLessThanOrEqual(15.5 * 1024);
    expect(storedIds(env)).toHaveLength(30);
    room = Infinity;
    setVisibility('visible');
    await advance(MINUTE);
    expect(delivered).toHaveLength(30);
    expect(new Set(delivered.map(({ id }) => id)).size).toBe(30);
  });

  it('a page sends the events again that failed while it was hidden, and never the accepted ones', async () => {
    const { track, sent, env } = start({}, { answer: (_, count) => (count < 3 ? noAnswer : accepted) });
    track('a.one');
    setVisibility('hidden');
    await advance(SECOND);
    setVisibility('visible');
    await advance(MINUTE);
    expect(storedIds(env)).toEqual([]);
    setVisibility('hidden');
    const count = sent.length;
    await advance(MINUTE);
    expect(sent).toHaveLength(count);
  });

  it('a page that is hidden or closed sends nothing while the browser is offline', () => {
    const { track, sent, beacons } = start({}, { online: () => false });
    track('a.one');
    setVisibility('hidden');
    pageTransition('pagehide');
    expect([...sent, ...beacons]).toEqual([]);
  });
});

it('a stopped page requests nothing more, also once its last request is answered', async () => {
  let answer = (_: typeof accepted) => {};
  const { track, tracker, sent } = start({ batchSize: 1 }, { answer: () => new Promise((done) => (answer = done)) });
  track('a.one');
  track('a.two');
  await advance(100);
  tracker.stop();
  answer(accepted);
  await advance(MINUTE);
  expect(actionsOf(sent)).toEqual(['a.one']);
});

describe('closing page', () => {
  it('a closing page sends its remaining events by beacon, in the same task', async () => {
    const { track, beacons, sent } = start({ flushAfter: MINUTE });
    track('a.first');
    await advance(100);
    track('cart.added');
    track('order.placed');
    pageTransition('pagehide');
    expect(actionsOf(beacons)).toEqual(['order.placed', 'cart.added']);
    expect(sent).toHaveLength(1);
  });

  it('a closing page that leaves no event leaves no note', async () => {
    const { track, env } = start();
    track('a.one');
    await advance(5 * SECOND);
    pageTransition('pagehide');
    expect(env.storage.keys().filter((key) => key.includes('~left'))).toEqual([]);
  });

  it('a closing page stops at the first beacon that is refused and leaves the other events to the next page', async () => {
    const first = start({}, { storage: knownEndpoint(), takesBeacon: (_, taken) => taken < 2 });
    for (let index = 0; index < 30; index++) first.track('a.one', text(2000));
    pageTransition('pagehide');
    expect(first.beacons).toHaveLength(2);
    const taken = idsOf(first.beacons);
    first.tracker.stop();
    const next = start({}, { storage: first.env.storage });
    await advance(20 * SECOND);
    const later = idsOf(next.sent);
    expect(later).toHaveLength(30 - taken.length);
    expect(later.some((id) => taken.includes(id))).toBe(false);
  });

  it.each(['a beacon', 'a request in flight'])(
    'the next page waits a minute before it repeats the events that %s has taken, if the endpoint works',
    async (way) => {
      const first = start({}, { storage: knownEndpoint(), answer: never });
      first.track('a.one');
      if (way !== 'a beacon') await advance(100);
      pageTransition('pagehide');
      expect([...first.sent, ...first.beacons]).toHaveLength(1);
      first.tracker.stop();
      const next = start({}, { storage: first.env.storage });
      await advance(58 * SECOND);
      expect(next.sent).toHaveLength(0);
      // No page saw an answer, so the event is sent once more; the endpoint recognizes its id.
      await advance(30 * SECOND);
      expect(idsOf(next.sent)).toEqual(idsOf([...first.sent, ...first.beacons]));
      expect(storedIds(next.env)).toEqual([]);
    },
  );

  it('an event that the page tracks in its own pagehide listener is sent by beacon', () => {
    const { track, beacons } = start();
    const listener = () => void track('page.left');
    window.addEventListener('pagehide', listener, { once: true });
    pageTransition('pagehide');
    expect(actionsOf(beacons)).toEqual(['page.left']);
  });

  it('a closing page does not send the events again that it sent when it was hidden', async () => {
    const { track, lasting, beacons } = start({}, { answer: never });
    track('a.one');
    setVisibility('hidden');
    pageTransition('pagehide');
    expect(idsOf(lasting)).toHaveLength(1);
    expect(beacons).toEqual([]);
  });

  it('an event that is too large for a beacon is kept for the next page', async () => {
    const first = start({}, { storage: knownEndpoint() });
    first.track('a.large', text(70 * 1024));
    first.track('a.one');
    pageTransition('pagehide');
    expect(actionsOf(first.beacons)).toEqual(['a.one']);
    first.tracker.stop();
    const next = start({}, { storage: first.env.storage });
    await advance(20 * SECOND);
    expect(actionsOf(next.sent)).toEqual(['a.large']);
  });
});

describe('page restored from the back/forward cache', () => {
  it('a restored page sends new events at once, and waits a minute before it repeats those that a beacon has taken', async () => {
    const { track, sent, beacons, env } = start();
    track('a.first');
    await advance(2 * SECOND);
    sent.length = 0;
    track('a.one');
    pageTransition('pagehide', true);
    expect(actionsOf(beacons)).toEqual(['a.one']);
    await advance(10 * SECOND);
    pageTransition('pageshow', true);
    track('a.two');
    await advance(20 * SECOND);
    expect(actionsOf(sent)).toEqual(['a.two']);
    expect(beacons).toHaveLength(1);
    await advance(90 * SECOND);
    expect(actionsOf(sent)).toEqual(['a.two', 'a.one']);
    expect(storedIds(env)).toEqual([]);
  });

  it('a restored page sends the events whose beacon was refused, unless another page has delivered them', async () => {
    const page = start({}, { takesBeacon: () => false });
    page.track('a.one');
    page.track('a.two');
    pageTransition('pagehide', true);
    const [one = ''] = storedIds(page.env);
    page.env.storage.remove(KEY + one);
    pageTransition('pageshow', true);
    await advance(MINUTE);
    expect(actionsOf(page.sent)).toEqual(['a.two']);
    expect(storedIds(page.env)).toEqual([]);
  });
});
