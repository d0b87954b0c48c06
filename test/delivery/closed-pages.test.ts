import { beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/base/env.ts';
import {
  accepted,
  advance,
  memoryStorage,
  noAnswer,
  pageTransition,
  SECOND,
  start,
  status,
  timedOut,
  useClock,
} from '../support/harness.ts';
import type { SentBatch } from '../support/harness.ts';

beforeEach(() => void useClock());

type Condition = 'up' | 'slow' | 'refused' | '503' | 'hanging';

/** An endpoint that stores events, and the pages of one browser in front of it. */
const createShop = (condition: Condition = 'up') => {
  const storage = memoryStorage();
  const stored = new Set<string>();
  const held = new Set<string>();
  let received = 0;
  let pages = 0;
  const receive = ({ events }: SentBatch): Answer => {
    received += events.length;
    for (const { id } of events) stored.add(id);
    return accepted;
  };
  const shop = {
    condition,
    stored,
    repeats: () => received - stored.size,
    received: () => received,
    open() {
      pages += 1;
      const chance = ((pages * 37) % 100) / 100;
      const page = start(
        {},
        {
          storage,
          random: () => chance,
          online: () => shop.isOnline,
          lock: async (name, task) => {
            if (held.has(name)) return task(false);
            held.add(name);
            await task(true);
            held.delete(name);
          },
          answer: async (batch) => {
            const { condition, isOnline } = shop;
            if (condition === 'refused' || !isOnline) return noAnswer;
            if (condition === '503') return status(503);
            if (condition === 'slow') await new Promise((resolve) => setTimeout(resolve, 300));
            if (condition !== 'hanging') return receive(batch);
            await new Promise((resolve) => setTimeout(resolve, 10 * SECOND));
            return timedOut;
          },
          takesBeacon: (batch) => {
            if (shop.condition === 'up' || shop.condition === 'slow') receive(batch);
            return true;
          },
        },
      );
      return {
        track: (count: number) => {
          for (let index = 0; index < count; index++) page.track('a.one');
        },
        close() {
          pageTransition('pagehide');
          page.tracker.stop();
        },
      };
    },
    isOnline: true,
  };
  return shop;
};

type Shop = ReturnType<typeof createShop>;

/** Ten events while the endpoint does not work, and five on each of two further pages. */
const threePages = async (shop: Shop, dwell: number) => {
  for (const count of [10, 5]) {
    const page = shop.open();
    page.track(count);
    await advance(dwell);
    page.close();
    await advance(5 * SECOND);
  }
  const third = shop.open();
  third.track(5);
  return third;
};

describe('events of closed pages', () => {
  it.each<[Condition, number]>([
    ['refused', 100],
    ['refused', 8 * SECOND],
    ['refused', 40 * SECOND],
    ['503', 100],
    ['503', 40 * SECOND],
    ['hanging', 100],
    ['hanging', 5 * SECOND],
    ['hanging', 40 * SECOND],
  ])(
    'what two pages could not deliver to an endpoint (%s, each open for %i ms) arrives within 15 seconds of the third',
    async (condition, dwell) => {
      const shop = createShop();
      const first = shop.open();
      first.track(1);
      await advance(SECOND);
      first.close();
      shop.condition = condition;
      await threePages(shop, dwell);
      shop.condition = 'up';
      await advance(15 * SECOND);
      expect(shop.stored.size).toBe(21);
    },
  );

  it('what earlier pages could not deliver arrives within 15 seconds of a page although its first request fails', async () => {
    const shop = createShop();
    shop.open().track(1);
    await advance(SECOND);
    shop.condition = '503';
    await threePages(shop, 40 * SECOND);
    await advance(4 * SECOND);
    shop.condition = 'up';
    await advance(11 * SECOND);
    expect(shop.stored.size).toBe(21);
  });

  it('what a beacon has taken is sent again soon if the endpoint answers the next page with an error', async () => {
    const shop = createShop();
    shop.open().track(1);
    await advance(SECOND);
    const page = shop.open();
    shop.condition = '503';
    page.track(10);
    page.close();
    shop.open().track(1);
    await advance(5 * SECOND);
    shop.condition = 'up';
    await advance(10 * SECOND);
    expect(shop.stored.size).toBe(12);
  });

  it.each<Condition>(['refused', '503', 'hanging'])(
    'what earlier pages could not deliver to an endpoint (%s) is sent at the latest as the next page is left',
    async (condition) => {
      const shop = createShop(condition);
      const third = await threePages(shop, 4 * SECOND);
      shop.condition = 'up';
      await advance(10);
      third.close();
      expect(shop.stored.size).toBe(20);
    },
  );

  it.each([1, 2])(
    'what two tabs have left without a network arrives within 15 seconds, in %i new tabs',
    async (tabs) => {
      const shop = createShop();
      shop.open().track(1);
      await advance(SECOND);
      shop.isOnline = false;
      const closing = [shop.open(), shop.open()];
      for (const tab of closing) tab.track(20);
      await advance(60 * SECOND);
      for (const tab of closing) tab.close();
      shop.isOnline = true;
      for (let index = 0; index < tabs; index++) shop.open();
      await advance(15 * SECOND);
      expect(shop.stored.size).toBe(41);
      expect(shop.repeats()).toBe(0);
    },
  );

  it('what two tabs have left without a network is sent when a new page is left at once', async () => {
    const shop = createShop();
    shop.isOnline = false;
    const closing = [shop.open(), shop.open()];
    for (const tab of closing) tab.track(20);
    await advance(SECOND);
    for (const tab of closing) tab.close();
    shop.isOnline = true;
    const next = shop.open();
    await advance(10);
    next.close();
    expect(shop.stored.size).toBe(40);
  });

  it('an event that is tracked after the page has begun to end is sent by the next page within 15 seconds', async () => {
    const shop = createShop('503');
    const page = shop.open();
    addEventListener('pagehide', () => page.track(1), { once: true });
    await advance(SECOND);
    page.close();
    shop.condition = 'up';
    shop.open();
    await advance(15 * SECOND);
    expect(shop.stored.size).toBe(1);
  });
});

describe('repeats', () => {
  /** Visits pages, each of which reports itself, something that is done on it, and on some a click that leads away. */
  const browse = async (shop: Shop, reads: number[], pages: number, leadsAway: (page: number) => boolean) => {
    for (let index = 0; index < pages; index++) {
      const page = shop.open();
      page.track(1);
      const read = reads[index % reads.length] as number;
      await advance(read / 2);
      page.track(1);
      await advance(read / 2);
      if (leadsAway(index)) page.track(1);
      page.close();
      await advance(200);
    }
  };

  it('what a tab has sent as it was closed is not sent again because another tab, which sends nothing, is left later', async () => {
    const shop = createShop();
    const closed = shop.open();
    closed.track(1);
    await advance(12 * SECOND);
    closed.track(1);
    closed.close();
    const idle = shop.open();
    await advance(12 * SECOND);
    idle.close();
    const next = shop.open();
    next.track(1);
    await advance(30 * SECOND);
    expect([shop.stored.size, shop.repeats()]).toEqual([3, 0]);
  });

  it('what a page has sent as it was left is not sent again because its timers still ran for a moment after that', async () => {
    const shop = createShop('slow');
    const first = shop.open();
    first.track(1);
    await advance(3 * SECOND);
    const second = shop.open();
    await advance(100);
    second.track(1);
    // The browser freezes or ends the page only after a while.
    pageTransition('pagehide');
    await advance(2 * SECOND);
    shop.open();
    await advance(45 * SECOND);
    expect([shop.stored.size, shop.repeats()]).toEqual([2, 0]);
  });

  it('a hasty visit with slow answers, whose pages are left by clicks, repeats at most 2 % of its events within a minute', async () => {
    const shop = createShop('slow');
    await browse(shop, [600, 150, 900, 2_500, 400], 50, () => true);
    expect(shop.stored.size).toBe(150);
    expect(shop.repeats()).toBeLessThanOrEqual(3);
  });

  it('a visit of an hour with slow answers repeats at most 2 % of its events', async () => {
    const shop = createShop('slow');
    await browse(shop, [1_500, 4_000, 12_000, 90_000], 130, (page) => page % 30 === 10);
    // A click whose answer no page has seen is sent once more after a minute.
    expect(shop.stored.size).toBe(130 * 2 + 4);
    expect(shop.repeats()).toBeLessThanOrEqual(5);
  });

  it('a collector that restarts during a visit gets every event, and few twice', async () => {
    const shop = createShop('slow');
    await browse(shop, [3_000], 10, (page) => page % 5 === 0);
    shop.condition = 'refused';
    await browse(shop, [3_000], 2, () => true);
    shop.condition = 'slow';
    await browse(shop, [3_000, 20_000], 10, (page) => page % 5 === 0);
    await advance(15 * SECOND);
    expect(shop.stored.size).toBe(22 * 2 + 6);
    expect(shop.repeats()).toBeLessThanOrEqual(10);
  });
});
