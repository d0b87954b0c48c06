import { openTab } from '../browser/open-tab.js';
import { sleep } from '../wait.js';
import { SLOWDOWN, fillStorage, goFirst } from './open-page.js';

/** @import { Tab } from '../browser/open-tab.js' */
/** @import { Fields } from '../browser/connect.js' */
/** @import { Setting } from './open-page.js' */

/** How long after its load event a page is watched, in ms: longer than any timer of Vitrina's that is not for a failure. */
export const WATCHED = 3_200;
/** Until what has begun within that time has ended too, in ms. */
const MARGIN = 100;
/** How long a page that was painted is left to itself before the script's tag comes, in ms. */
const QUIET = 300;
const PATIENCE = 30_000;

const article = (/** @type {number} */ at) =>
  `<article><h2><a href="/products/${at}">Mate ${at}</a></h2><p>Of calabash, with a ring of alpaca.</p><p>${at + 12},50</p></article>`;

/** A product and others beside it, with a script of its own as nearly every page has one, so that the page has begun to run scripts. */
const HEAD = `<link rel="icon" href="data:,"><script>document.documentElement.lang = 'es'</script><style>
body { margin: 0; font: 16px/1.5 sans-serif } main { display: grid; grid-template-columns: repeat(4, 1fr); gap: 1em }
h1 { grid-column: 1 / -1 } article { border: 1px solid #ccc; padding: 1em }</style></head><body><main><h1>Mate Cuareim</h1>
${Array.from({ length: 12 }, (_, at) => article(at)).join('\n')}</main>`;

/** @param {Tab} tab @param {string} method @param {(params: Fields) => unknown} isIt @param {string} what */
const once = (tab, method, isIt, what) =>
  new Promise((resolve, reject) => {
    const late = () => reject(new Error(`The bench waited ${PATIENCE / 1000} s in vain for ${what}.`));
    const timer = setTimeout(late, PATIENCE);
    const forget = tab.on(method, (params) => {
      if (!isIt(params)) return;
      forget();
      clearTimeout(timer);
      resolve(undefined);
    });
  });

/**
 * One visit: a page that is slowed down from before the navigation on, in a tab of its own. The server sends the tag, the last of
 * the page, when the page has been painted: what the browser does before it cannot be the script's doing, differs a good deal from
 * one load to the next, and so stays out of what is compared. Nothing is asked of the page, since a question is a task too.
 *
 * @param {Awaited<ReturnType<typeof openTab>>} visitor
 * @param {Setting} setting
 */
const visit = async (visitor, { browser, servers, contestant, watched = WATCHED }) => {
  const page = servers.shop.add(HEAD);
  const tab = await visitor.open('about:blank');
  await tab.throttle(SLOWDOWN);
  await tab.send('Page.enable');
  await tab.send('Page.setLifecycleEventsEnabled', { enabled: true });
  const isPaint = (/** @type {Fields} */ { name }) => name === 'firstContentfulPaint';
  const painted = once(tab, 'Page.lifecycleEvent', isPaint, 'the page to be painted');
  const loaded = once(tab, 'Page.loadEventFired', () => true, `the page with ${contestant.alone} to have loaded`);
  // Awaited below; what is late before that is told by then.
  loaded.catch(() => {});
  const before = contestant.arrived().events;
  await Promise.all([painted, tab.send('Page.navigate', { url: page.url })]);
  await goFirst(browser);
  await sleep(QUIET);
  const { pathname } = new URL(page.url);
  const mark = `<script>performance.mark('tag ${pathname}')</script>`;
  await Promise.all([loaded, page.end(`${mark}<script async src="${contestant.alone}"></script></body></html>`)]);
  await sleep(watched + MARGIN);
  await tab.close();
  if (contestant.endpoint && contestant.arrived().events === before) {
    throw new Error(`A page with ${contestant.alone} has told nothing, so its time is no measure.`);
  }
  return pathname;
};

/**
 * Two visits of one visitor: the first ever, and one after its tab was closed, with all that the first has left behind. Answers the
 * paths of the pages, by which the trace is read.
 *
 * @param {Setting} setting
 */
export const measureVisits = async (setting) => {
  const visitor = await openTab(setting.browser);
  try {
    if (setting.isFull) await fillStorage(visitor, setting.servers);
    return { first: await visit(visitor, setting), second: await visit(visitor, setting) };
  } finally {
    await visitor.close();
  }
};
