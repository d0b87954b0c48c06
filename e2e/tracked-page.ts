import type { Frame, Page } from '@playwright/test';
import type { Collector } from '../examples/collector/types.d.ts';
import type { Response, Vitrina } from '../src/types.ts';
import { BUSINESS } from './fixtures.ts';
import { escapeHtml } from './page-server.ts';

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

/** Calls `track` and waits for what became of it. */
export const track = (page: Page | Frame, object: string, action = 'test.done'): Promise<Response> =>
  page.evaluate(([name = '', value]) => window.vitrina.track(name as 'test.done', { object: value }), [action, object]);

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

/** Resolves when the page has had time to send what it wanted to: a request that it begins now has been answered. */
export const roundTrip = (page: Page, { url }: Collector) =>
  page.evaluate(
    async (address) => void (await (await fetch(address, { cache: 'no-store' })).text()),
    `${url}/vitrina.js`,
  );

export const numbers = (count: number, from = 1) => Array.from({ length: count }, (_, index) => String(index + from));
