import { reportFromPage } from './in-page.js';

/** @import { BrowserContext, Page } from '@playwright/test' */
/** @import { Ledger } from './ledger.js' */

const BINDING = 'tellSoak';
const KEPT = 'soak:';

/** What the browser itself says of requests that fail, and of nothing else. */
const BROWSER_NOISE = [
  /^Failed to load resource: net::ERR_/,
  /^Failed to load resource: the server responded with a status of (400|429|503)/,
];

/** @param {string} business */
export const queuePrefix = (business) => `vitrina:1:${business}:`;

/**
 * Prepares a visitor's browser: each of its pages tells what it accepts, and nobody may complain.
 *
 * @param {BrowserContext} context
 * @param {{ visitor: string, business: string, ledger: Ledger }} parts
 */
export const watchContext = async (context, { visitor, business, ledger }) => {
  await context.addInitScript(reportFromPage, { binding: BINDING, prefix: KEPT, queue: queuePrefix(business) });
  context.on('weberror', (error) =>
    ledger.trouble(visitor, `uncaught: ${error.error().stack ?? error.error().message}`),
  );
  context.on('console', (message) => {
    const text = message.text();
    if (BROWSER_NOISE.some((pattern) => pattern.test(text))) return ledger.count("the browser's own complaints");
    ledger.trouble(visitor, `console.${message.type()}: ${text} (${message.location().url})`);
  });
};

/**
 * @typedef {object} Tab
 * @property {string} name
 * @property {Page} page
 * @property {() => boolean} isAlive
 * @property {(asVisitor: boolean) => Promise<void>} close
 * @property {(byDevTools: boolean) => Promise<void>} crash
 */

/**
 * Opens a tab in which every document is listened to from its first moment.
 *
 * @param {BrowserContext} context
 * @param {{ name: string, ledger: Ledger, onGone: (tab: Tab) => void }} parts
 * @returns {Promise<Tab>}
 */
export const openTab = async (context, { name, ledger, onGone }) => {
  const page = await context.newPage();
  page.setDefaultTimeout(5000);
  page.setDefaultNavigationTimeout(20_000);
  let isAlive = true;
  // Playwright's own binding needs the page's context to live when the message is read, so that the last words would be lost.
  const session = await context.newCDPSession(page);
  session.on('Runtime.bindingCalled', ({ name: called, payload }) => {
    if (called === BINDING) ledger.hear(name, payload);
  });
  await session.send('Runtime.enable');
  await session.send('Runtime.addBinding', { name: BINDING });
  /** @param {string} how */
  const gone = (how) => {
    if (isAlive) ledger.note(name, how);
    isAlive = false;
    onGone(tab);
  };
  /** @type {Promise<void>} */
  const crashed = new Promise((resolve) => page.once('crash', () => resolve()));
  void crashed.then(async () => {
    ledger.count('tab crashes');
    gone('crashed');
    await page.close().catch(() => {});
  });
  page.once('close', () => gone('closed'));

  /** @type {Tab} */
  const tab = {
    name,
    page,
    isAlive: () => isAlive,
    async close(asVisitor) {
      const closed = page.waitForEvent('close', { timeout: 10_000 });
      await Promise.all([closed, page.close({ runBeforeUnload: asVisitor })]);
    },
    async crash(byDevTools) {
      // Neither is answered by a page that is no more.
      if (byDevTools) void session.send('Page.crash').catch(() => {});
      else void page.goto('chrome://crash').catch(() => {});
      await Promise.race([crashed, page.waitForEvent('close', { timeout: 10_000 })]);
    },
  };
  return tab;
};

/** Reads what the pages of this origin have kept, for what they said as they ended. @param {Page} page */
export const readKept = (page) =>
  page.evaluate(
    (prefix) =>
      Object.keys(localStorage)
        .filter((key) => key.startsWith(prefix))
        .flatMap((key) => (localStorage.getItem(key) ?? '').split('\n'))
        .filter(Boolean),
    KEPT,
  );

/** The ids that wait in the storage of the page's origin. @param {Page} page @param {string} business */
export const readQueue = (page, business) =>
  page.evaluate(
    (prefix) =>
      Object.keys(localStorage)
        .filter((key) => key.startsWith(prefix) && key[prefix.length] !== '~')
        .map((key) => key.slice(prefix.length)),
    queuePrefix(business),
  );
