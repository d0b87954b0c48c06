import { expect } from '@playwright/test';
import type { Frame, Page } from '@playwright/test';
import type { Collector } from '../../collector/src/index.ts';
import type { Response, Vitrina } from '../../src/types/tracker.ts';
import { BUSINESS } from './fixtures.ts';
import { escapeHtml, toDocument } from './page-server.ts';
import type { PageServer } from './page-server.ts';
import type { Stored } from './stored-events.ts';

declare global {
  interface Window {
    vitrina: Vitrina;
  }
}

/** Returns the script tag as a shop pastes it. */
export const scriptTag = (
  { url }: Pick<Collector, 'url'>,
  {
    attributes = 'async',
    file = 'vitrina.js',
    ...query
  }: Record<string, string> & { attributes?: string; file?: string } = {},
) => {
  const search = new URLSearchParams({ id: BUSINESS, ...query });
  return `<script ${attributes} src="${escapeHtml(`${url}/${file}?${search}`)}"></script>`;
};

/** Waits until the script has loaded and the tracker has started. */
export const isReady = (page: Page | Frame) => page.waitForFunction(() => window.vitrina?.isInitialized === true);

/** Goes to a page and waits until Vitrina runs on it. */
export const open = async (page: Page, url: string) => {
  await page.goto(url);
  await isReady(page);
};

/** Delays requests to such addresses until the returned function is called. */
export const holdBack = async (page: Page, addresses: string): Promise<() => void> => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(addresses, async (route) => {
    await held;
    await route.continue();
  });
  return () => release();
};

interface Called {
  method: 'track' | 'identify';
  /** The action, or the customer's id. */
  name: string;
  values: Record<string, unknown>;
}

/**
 * Calls a method and returns the final outcome of its event. The method itself resolves with `queued` after three seconds, which
 * happens in any test on a slow machine. Runs in the page.
 */
export const callToTheEnd = async ({ method, name, values }: Called): Promise<Response> => {
  const { vitrina } = window;
  const ends: Pick<Response, 'id'>[] = [];
  let wake = () => {};
  const end = (response: Pick<Response, 'id'>) => {
    ends.push(response);
    wake();
  };
  const stops = [
    vitrina.on('delivered', (_event, response) => end(response)),
    vitrina.on('dropped', ({ id }, _reason, errors) => end({ id, failed: true, queued: false, errors } as never)),
  ];
  const answer = await vitrina[method](name as 'test.done', values);
  const isOver = () => answer.succeeded || answer.failed || ends.some(({ id }) => id === answer.id);
  while (!isOver()) await new Promise<void>((resolve) => (wake = resolve));
  for (const stop of stops) stop();
  return answer.succeeded ? answer : { ...answer, ...ends.find(({ id }) => id === answer.id) };
};

/** Calls `track` and returns the final outcome of the event. */
export const track = (page: Page | Frame, object: string, action = 'test.done'): Promise<Response> =>
  page.evaluate(callToTheEnd, { method: 'track', name: action, values: { object } } as const);

/** Calls `identify` and returns the final outcome of the event. */
export const identify = (page: Page, userId: string, traits: Record<string, unknown> = {}): Promise<Response> =>
  page.evaluate(callToTheEnd, { method: 'identify', name: userId, values: traits } as const);

/** Calls `track` and does not wait for the outcome. */
export const trackOnly = (page: Page | Frame, ...objects: string[]) =>
  page.evaluate((values) => values.forEach((object) => void window.vitrina.track('test.done', { object })), objects);

/** Closes a tab as a visitor does, and waits until it is closed. */
export const closeTab = async (page: Page) => {
  const closed = page.waitForEvent('close');
  await page.close({ runBeforeUnload: true });
  await closed;
};

/** Counts the events in the storage of the page's origin. */
export const countQueued = (page: Page | Frame): Promise<number> =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => /^vitrina:1:\w+:[^~]/.test(key)).length);

/** Waits until that many page views are in the collector's database and none is left in the page's storage. */
export const hasDelivered = async (page: Page, stored: Stored, views = 1) => {
  await expect.poll(async () => (await stored.views()).length).toBe(views);
  await expect.poll(() => countQueued(page)).toBe(0);
};

/** Opens a page on a controlled clock, waits until its view is delivered, and returns its address. */
export const openOnClock = async (page: Page, site: PageServer, collector: Collector, stored: Stored) => {
  await page.clock.install();
  const url = site.add('/', toDocument({ head: scriptTag(collector) }));
  await open(page, url);
  await hasDelivered(page, stored);
  return url;
};

/** Waits until the page has recorded that many failures in a row. */
export const hasFailed = (page: Page, times = 1) =>
  expect
    .poll(() => page.evaluate(() => localStorage.getItem('vitrina:1:xy76ks:~wait')))
    .toMatch(new RegExp(`"failures":${times}\\b`));

/** Gives the page time to send what it has: waits until a new request of the page is answered. */
export const roundTrip = (page: Page, { url }: Collector) =>
  page.evaluate(
    async (address) => void (await (await fetch(address, { cache: 'no-store' })).text()),
    `${url}/vitrina.js`,
  );

export const numbers = (count: number, from = 1) => Array.from({ length: count }, (_, index) => String(index + from));
