import { expect } from '@playwright/test';
import type { Response } from '../../../src/types/tracker.ts';
import { toDocument } from '../../support/page-server.ts';
import type { PageServer } from '../../support/page-server.ts';
import { callToTheEnd, scriptTag } from '../../support/tracked-page.ts';
import type { Driver, Tab } from './driver.ts';
import type { RestartableCollector } from './restartable-collector.ts';

/**
 * Lets the page's clock be ahead by as many milliseconds as its address says: what another page has left is that much older,
 * and no driver needs to be able to set a clock. Timers stay as they are.
 */
const shiftedClock = `<script>
  { const shift = Number(new URLSearchParams(location.search).get('ahead'));
    const Real = Date;
    if (shift) Date = class extends Real {
      constructor(...values) { if (values.length) super(...values); else super(Real.now() + shift); }
      static now() { return Real.now() + shift; }
    }; }
</script>`;

/** How long a page that has not said goodbye keeps its events to itself, and what was handed over is not sent again. */
export const ORPHANED = 31_000;
export const HANDED_OVER = 65_000;

/** Keeps Vitrina from hearing that its page ends. */
const mute = `<script>
  for (const [target, type] of [[window, 'pagehide'], [document, 'visibilitychange']])
    target.addEventListener(type, (event) => event.stopImmediatePropagation(), true);
</script>`;

/** A shop with Vitrina on every page but `/plain`. */
export const openShop = (
  site: PageServer,
  collector: RestartableCollector,
  { head = '', isMuted = false, path = '/shop' } = {},
) => {
  const html = toDocument({ head: shiftedClock + head + (isMuted ? mute : '') + scriptTag(collector) });
  const url = site.add(path, html);
  return {
    url,
    other: site.add('/other', html),
    /** A page without Vitrina: what arrives after it has been opened was sent by the page before. */
    plain: site.add('/plain', toDocument({})),
    /** A page on which it is so many milliseconds later. */
    later: (milliseconds: number) => `${url}?ahead=${milliseconds}`,
  };
};

/** Looks again and again, more often than Playwright does by itself: what is waited for mostly takes a moment only. */
export const eventually = <Value>(read: () => Value | Promise<Value>, message?: string) =>
  expect.poll(read, { message, intervals: [50, 100], timeout: 30_000 });

export const isReady = (tab: Tab) =>
  eventually(() => tab.evaluate(() => window.vitrina?.isInitialized === true).catch(() => false)).toBe(true);

/** Goes to a page and waits until Vitrina runs on it. */
export const visit = async (tab: Tab, url: string) => {
  await tab.goto(url);
  await isReady(tab);
};

export const reload = async (tab: Tab) => {
  await tab.evaluate(() => {
    document.title = 'Before';
    location.reload();
  });
  await eventually(() => tab.evaluate(() => document.title).catch(() => 'Before')).not.toBe('Before');
  await isReady(tab);
};

export const openTab = async (driver: Driver, url: string): Promise<Tab> => {
  const tab = await driver.open();
  await visit(tab, url);
  return tab;
};

/** Calls `track` and waits for what became of it. */
export const track = (tab: Tab, object: string): Promise<Response> =>
  tab.evaluate(callToTheEnd, { method: 'track', name: 'test.done', values: { object } } as const);

/** Calls `track` and does not wait. */
export const trackOnly = (tab: Tab, objects: string[]) =>
  tab.evaluate((values) => values.forEach((object) => void window.vitrina.track('test.done', { object })), objects);

/** How many events wait in the storage of the tab's origin. */
export const countQueued = (tab: Tab): Promise<number> =>
  tab.evaluate(() => Object.keys(localStorage).filter((key) => /^vitrina:1:\w+:[^~]/.test(key)).length);

export const hasNothingQueued = (tab: Tab) => eventually(() => countQueued(tab)).toBe(0);

/** So many page views have arrived, and the collector's word has reached the page. A view is stored a moment after its page. */
export const hasDelivered = async (tab: Tab, collector: RestartableCollector, views = 1) => {
  await eventually(async () => (await collector.stored().views()).length).toBe(views);
  await hasNothingQueued(tab);
};

/** A request of the tab has failed, and the tab knows it. */
export const hasFailed = (tab: Tab) =>
  eventually(() => tab.evaluate(() => localStorage.getItem('vitrina:1:xy76ks:~wait'))).toMatch(/"failures":[1-9]/);

/** Resolves when the page has had time to send what it wanted to: a request that it begins now has been answered. */
export const roundTrip = (tab: Tab, { url }: RestartableCollector) =>
  tab.evaluate(
    async (address) => void (await (await fetch(address, { cache: 'no-store' })).text()),
    `${url}/vitrina.js`,
  );

/** Calls `track` for each object, with so many characters beside it, and leaves in the same task. */
export const trackAndLeave = (tab: Tab, objects: string[], characters: number, url: string) =>
  tab.evaluate(
    (values, size, next) => {
      const metadata = { note: 'x'.repeat(size) };
      for (const object of values) void window.vitrina.track('test.done', { object, metadata });
      location.assign(next);
    },
    objects,
    characters,
    url,
  );

export const byNumber = (objects: string[]) => [...objects].sort((one, other) => Number(one) - Number(other));

/** What the browsers themselves say about requests that fail: Chromium, then Firefox. */
export const NETWORK_NOISE =
  /ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE)|Cross-Origin Request Blocked: .* did not succeed/;
