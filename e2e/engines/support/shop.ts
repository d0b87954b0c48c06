import { expect } from '@playwright/test';
import type { Response } from '../../../src/types/tracker.ts';
import { toDocument } from '../../support/page-server.ts';
import type { PageServer } from '../../support/page-server.ts';
import { callToTheEnd, scriptTag } from '../../support/tracked-page.ts';
import type { Driver, Tab } from './driver.ts';
import type { RestartableCollector } from './restartable-collector.ts';

/**
 * Sets the page's clock forward by the milliseconds in its address, so that what another page has stored is that much older. It
 * works with drivers that cannot set a clock. Timers are not changed.
 */
const shiftedClock = `<script>
  { const shift = Number(new URLSearchParams(location.search).get('ahead'));
    const Real = Date;
    if (shift) Date = class extends Real {
      constructor(...values) { if (values.length) super(...values); else super(Real.now() + shift); }
      static now() { return Real.now() + shift; }
    }; }
</script>`;

/** How long later pages leave the events of a crashed page alone, and do not send again what a page has handed over. */
export const ORPHANED = 13_000;
export const HANDED_OVER = 65_000;

/** Prevents Vitrina from getting the events of the page's end. */
const mute = `<script>
  for (const [target, type] of [[window, 'pagehide'], [document, 'visibilitychange']])
    target.addEventListener(type, (event) => event.stopImmediatePropagation(), true);
</script>`;

/** Starts a shop with Vitrina on every page except `/plain`. */
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
    /** A page without Vitrina: events that arrive after it was opened were sent by the page before. */
    plain: site.add('/plain', toDocument({})),
    /** A page whose clock is that many milliseconds ahead. */
    later: (milliseconds: number) => `${url}?ahead=${milliseconds}`,
  };
};

/** Polls more often than Playwright does by default, because most waits take only a moment. */
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

/** Calls `track` and returns the outcome of the event. */
export const track = (tab: Tab, object: string): Promise<Response> =>
  tab.evaluate(callToTheEnd, { method: 'track', name: 'test.done', values: { object } } as const);

/** Calls `track` and does not wait for the outcome. */
export const trackOnly = (tab: Tab, objects: string[]) =>
  tab.evaluate((values) => values.forEach((object) => void window.vitrina.track('test.done', { object })), objects);

/** Counts the events in the storage of the tab's origin. */
export const countQueued = (tab: Tab): Promise<number> =>
  tab.evaluate(() => Object.keys(localStorage).filter((key) => /^vitrina:1:\w+:[^~]/.test(key)).length);

export const hasNothingQueued = (tab: Tab) => eventually(() => countQueued(tab)).toBe(0);

/** Waits until that many page views are in the collector's database and none is left in the tab's storage. */
export const hasDelivered = async (tab: Tab, collector: RestartableCollector, views = 1) => {
  await eventually(async () => (await collector.stored().views()).length).toBe(views);
  await hasNothingQueued(tab);
};

/** Waits until the tab has recorded a failed request. */
export const hasFailed = (tab: Tab) =>
  eventually(() => tab.evaluate(() => localStorage.getItem('vitrina:1:xy76ks:~wait'))).toMatch(/"failures":[1-9]/);

/** Gives the page time to send what it has: waits until a new request of the page is answered. */
export const roundTrip = (tab: Tab, { url }: RestartableCollector) =>
  tab.evaluate(
    async (address) => void (await (await fetch(address, { cache: 'no-store' })).text()),
    `${url}/vitrina.js`,
  );

/** Calls `track` for each object, with that many further characters, and leaves the page in the same task. */
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

/** The browsers' own messages about failed requests: Chromium's, then Firefox's. */
export const NETWORK_NOISE =
  /ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE)|Cross-Origin Request Blocked: .* did not succeed/;
