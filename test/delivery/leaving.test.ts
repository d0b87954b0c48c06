import { beforeEach, describe, expect, it } from 'vitest';
import {
  accepted,
  actionsOf,
  advance,
  idsOf,
  KEY,
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
const text = (length: number) => ({ metadata: { text: 'x'.repeat(length) } });

describe('a page that is hidden', () => {
  it('sends what is not in flight at once, in the same task, by a request that outlives the page', async () => {
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

  it('sends beside a request in flight, but not what that one carries', async () => {
    const { track, lasting, sent } = start({}, { answer: never });
    track('a.one');
    await advance(100);
    track('a.two');
    setVisibility('hidden');
    expect(actionsOf(lasting)).toEqual(['a.two']);
    expect(idsOf(sent)).toHaveLength(2);
  });

  it('lets orders go first', async () => {
    const { track, lasting } = start({}, { answer: never });
    track('a.first');
    await advance(100);
    for (const action of ['page.viewed', 'cart.added', 'order.placed', 'page.viewed', 'order.confirmed']) track(action);
    setVisibility('hidden');
    expect(actionsOf(lasting)).toEqual(['order.placed', 'order.confirmed', 'cart.added', 'page.viewed', 'page.viewed']);
  });

  it('sends in chunks of 15 KiB, and keeps what finds no room', async () => {
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

  it('keeps what failed, and does not send anything twice that was accepted', async () => {
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

  it('sends nothing while the browser is sure to have no network', () => {
    const { track, sent, beacons } = start({}, { online: () => false });
    track('a.one');
    setVisibility('hidden');
    pageTransition('pagehide');
    expect([...sent, ...beacons]).toEqual([]);
  });
});

describe('a page that ends', () => {
  it('hands the rest to the browser as a beacon, in the same task', async () => {
    const { track, beacons, sent } = start({ flushAfter: MINUTE });
    track('a.first');
    await advance(100);
    track('cart.added');
    track('order.placed');
    pageTransition('pagehide');
    expect(actionsOf(beacons)).toEqual(['order.placed', 'cart.added']);
    expect(sent).toHaveLength(1);
  });

  it('stops at the first beacon that is refused, and leaves the rest to the next page', async () => {
    const first = start({}, { takesBeacon: (_, taken) => taken < 2 });
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
    'is not repeated by the next page for a minute where %s has taken its events',
    async (way) => {
      const first = start({}, { answer: never });
      first.track('a.one');
      if (way !== 'a beacon') await advance(100);
      pageTransition('pagehide');
      expect([...first.sent, ...first.beacons]).toHaveLength(1);
      first.tracker.stop();
      const next = start({}, { storage: first.env.storage });
      await advance(58 * SECOND);
      expect(next.sent).toHaveLength(0);
      // Nobody saw an answer, so it goes once more; the endpoint knows the id.
      await advance(30 * SECOND);
      expect(idsOf(next.sent)).toEqual(idsOf([...first.sent, ...first.beacons]));
      expect(storedIds(next.env)).toEqual([]);
    },
  );

  it('sends by beacon what the page tracks in a pagehide listener of its own', () => {
    const { track, beacons } = start();
    const listener = () => void track('page.left');
    window.addEventListener('pagehide', listener, { once: true });
    pageTransition('pagehide');
    expect(actionsOf(beacons)).toEqual(['page.left']);
  });

  it('does not hand over twice what left at hidden', async () => {
    const { track, lasting, beacons } = start({}, { answer: never });
    track('a.one');
    setVisibility('hidden');
    pageTransition('pagehide');
    expect(idsOf(lasting)).toHaveLength(1);
    expect(beacons).toEqual([]);
  });

  it('keeps an event that no request of a closing page can carry', async () => {
    const first = start();
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

describe('a page that comes back from the back/forward cache', () => {
  it('works as before, and does not repeat for a minute what a beacon has taken', async () => {
    const { track, sent, beacons, env } = start();
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

  it('sends what found no room, unless another page has delivered it', async () => {
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
