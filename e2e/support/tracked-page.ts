import { expect } from '@playwright/test';
import type { Frame, Page } from '@playwright/test';
import type { Collector } from '../../examples/collector/types.d.ts';
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

/** The script tag as a shop pastes it. */
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

/** The script has loaded and runs. */
export const isReady = (page: Page | Frame) => page.waitForFunction(() => window.vitrina?.isInitialized === true);

/** Goes to a page and waits until Vitrina runs on it. */
export const open = async (page: Page, url: string) => {
  await page.goto(url);
  await isReady(page);
};

/** Keeps what comes from such addresses on its way until the returned function is called. */
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
  /** The action, or who the customer is. */
  name: string;
  values: Record<string, unknown>;
}

/**
 * Calls a method and answers what became of its event in the end. Whoever waits for longer than three seconds is told that the
 * event waits, and on a slow machine that may be anybody. Runs in the page.
 */
export const callToTheEnd = async ({ method, name, values }: Called): Promise<Response> => {
  const { vitrina } = window;
  const ends: Pick<Response, 'id'>[] = [];
  let told = () => {};
  const end = (response: Pick<Response, 'id'>) => {
    ends.push(response);
    told();
  };
  const stops = [
    vitrina.on('delivered', (_event, response) => end(response)),
    vitrina.on('dropped', ({ id }, _reason, errors) => end({ id, failed: true, queued: false, errors } as never)),
  ];
  const answer = await vitrina[method](name as 'test.done', values);
  const isOver = () => answer.succeeded || answer.failed || ends.some(({ id }) => id === answer.id);
  while (!isOver()) await new Promise<void>((resolve) => (told = resolve));
  for (const stop of stops) stop();
  return answer.succeeded ? answer : { ...answer, ...ends.find(({ id }) => id === answer.id) };
};

/** Calls `track` and waits for what became of it. */
export const track = (page: Page | Frame, object: string, action = 'test.done'): Promise<Response> =>
  page.evaluate(callToTheEnd, { method: 'track', name: action, values: { object } } as const);

/** Calls `identify` and waits for what became of it. */
export const identify = (page: Page, userId: string, traits: Record<string, unknown> = {}): Promise<Response> =>
  page.evaluate(callToTheEnd, { method: 'identify', name: userId, values: traits } as const);

/** Calls `track` and does not wait. */
export const trackOnly = (page: Page | Frame, ...objects: string[]) =>
  page.evaluate((values) => values.forEach((object) => void window.vitrina.track('test.done', { object })), objects);

/** Closes a tab as a visitor does, and waits until it is gone. */
export const closeTab = async (page: Page) => {
  const closed = page.waitForEvent('close');
  await page.close({ runBeforeUnload: true });
  await closed;
};

/** How many events wait in the storage of the page's origin. */
export const countQueued = (page: Page | Frame): Promise<number> =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => /^vitrina:1:\w+:[^~]/.test(key)).length);

/** So many page views have arrived, and the page knows it. A view is stored in the page a moment after the script has started. */
export const hasDelivered = async (page: Page, stored: Stored, views = 1) => {
  await expect.poll(async () => (await stored.views()).length).toBe(views);
  await expect.poll(() => countQueued(page)).toBe(0);
};

/** A page on a controlled clock whose view has been delivered; answers its address. */
export const openOnClock = async (page: Page, site: PageServer, collector: Collector, stored: Stored) => {
  await page.clock.install();
  const url = site.add('/', toDocument({ head: scriptTag(collector) }));
  await open(page, url);
  await hasDelivered(page, stored);
  return url;
};

/** So many requests have failed in a row, and the page knows it. */
export const hasFailed = (page: Page, times = 1) =>
  expect
    .poll(() => page.evaluate(() => localStorage.getItem('vitrina:1:xy76ks:~wait')))
    .toMatch(new RegExp(`"failures":${times}\\b`));

/** Resolves when the page has had time to send what it wanted to: a request that it begins now has been answered. */
export const roundTrip = (page: Page, { url }: Collector) =>
  page.evaluate(
    async (address) => void (await (await fetch(address, { cache: 'no-store' })).text()),
    `${url}/vitrina.js`,
  );

export const numbers = (count: number, from = 1) => Array.from({ length: count }, (_, index) => String(index + from));
