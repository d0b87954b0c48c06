import { setPriority } from 'node:os';
import { openTab } from '../browser/open-tab.js';
import { waitFor } from '../wait.js';

/** @import { Browser } from '../browser/start-browser.js' */
/** @import { Tab } from '../browser/open-tab.js' */
/** @import { Contestant } from '../contestants.js' */
/** @import { Servers } from '../start-servers.js' */

/** Main threads are slowed down this much: about what a phone of the middle class is to the machine of a developer. */
export const SLOWDOWN = 4;

/** 2 MB under 400 keys, as of a shop whose other scripts keep much. */
const FILL = `for (let i = 0; i < 400; i++) localStorage.setItem('foreign:' + i, 'x'.repeat(5000));`;

/**
 * @typedef {object} Surroundings
 * @property {Browser} browser
 * @property {Pick<Servers, 'shop'>} servers
 */

/**
 * @typedef {Surroundings & { contestant: Contestant, isFull?: boolean, watched?: number }} Setting `isFull`: other scripts keep 2 MB
 *   in localStorage; `watched`: how long a page is watched after its load event, in ms
 */

/** @param {Awaited<ReturnType<typeof openTab>>} visitor @param {Pick<Servers, 'shop'>} servers */
export const fillStorage = async (visitor, { shop }) => {
  const page = shop.add('');
  const tab = await visitor.open(page.url);
  await page.end(`<script>${FILL}</script>`);
  await waitFor('localStorage to be filled', () =>
    tab.evaluate(`document.readyState === 'complete' && localStorage.length === 400`),
  );
  await tab.close();
};

/**
 * Puts the pages before the other programs of this machine, where that is allowed, so that these disturb less.
 * @param {Browser} browser
 */
export const goFirst = async (browser) => {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  for (const { type, id } of processInfo) {
    try {
      if (type === 'renderer') setPriority(id, -10);
    } catch {
      // Left to root; the figures are then as good as the machine is quiet.
    }
  }
};

/**
 * Opens a page that has been shown and has the script at hand, but has not run it, for a visitor who comes for the
 * first time; closes it when the task has ended.
 *
 * @template T
 * @param {Setting} setting
 * @param {(tab: Tab, page: ReturnType<Servers['shop']['add']>) => Promise<T>} task
 * @returns {Promise<T>}
 */
export const withPage = async ({ browser, servers, contestant, isFull }, task) => {
  const visitor = await openTab(browser);
  try {
    if (isFull) await fillStorage(visitor, servers);
    const page = servers.shop.add(`<link rel="preload" as="script" href="${contestant.script}"><h1>Mate Cuareim</h1>`);
    const tab = await visitor.open(page.url);
    await waitFor(`${contestant.script} to be loaded and the page to be painted`, () =>
      tab.evaluate(`performance.getEntriesByType('resource').length && performance.getEntriesByType('paint').length`),
    );
    await goFirst(browser);
    await tab.throttle(SLOWDOWN);
    return await task(tab, page);
  } finally {
    await visitor.close();
  }
};

/** The script and its call, as a shop has them in its page. @param {Contestant} contestant */
export const toTag = ({ script, initialize }) => `<script src="${script}"></script><script>${initialize}</script>`;

/**
 * Opens a page where the contestant is at work and has delivered its first page view.
 *
 * @template T
 * @param {Setting} setting
 * @param {(tab: Tab) => Promise<T>} task
 */
export const withTracker = (setting, task) =>
  withPage(setting, async (tab, page) => {
    const before = setting.contestant.arrived().events;
    await page.end(toTag(setting.contestant));
    await waitFor('the first page view', () => setting.contestant.arrived().events > before);
    await waitFor('the page to have loaded', () => tab.evaluate(`document.readyState === 'complete'`));
    return task(tab);
  });
