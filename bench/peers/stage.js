import { openTab } from '../browser/open-tab.js';
import { sleep, waitFor } from '../wait.js';

/** @import { Browser } from '../browser/start-browser.js' */
/** @import { Protocol } from '../browser/connect.js' */
/** @import { Tab } from '../browser/open-tab.js' */
/** @import { Shop } from '../start-shop.js' */
/** @import { Client } from './clients/client.js' */
/** @import { Endpoint } from './endpoint.js' */

/** @typedef {(send: Protocol['send']) => Promise<unknown>} Prepare what is done to a tab before it opens the page */

/** How long a page is given to report its first page view before the test begins, in ms. Mixpanel needs 5 seconds. */
const READY = 15_000;
/** Until a page has loaded while others keep the machine busy, in ms. */
const PATIENCE = 90_000;

/**
 * One visitor of the shop, with a browser storage of its own, and the server of one client.
 *
 * @param {{ browser: Browser, shop: Shop, client: Client, endpoint: Endpoint, together: () => Promise<void> }} parts `together` waits
 *   until the other clients have come as far
 */
export const createStage = async ({ browser, shop, client, endpoint, together }) => {
  const visitor = await openTab(browser);

  /** The next event gets the next number, in whichever page. */
  let count = 0;

  /** @param {Tab} tab */
  const toPage = (tab) => ({
    /** Reports some events, so many ms apart. @param {number} some @param {number} [gap] @param {boolean} [isPoison] */
    async track(some, gap = 100, isPoison = false) {
      const first = count;
      count += some;
      const metadata = isPoison ? '{ n, isPoison: true }' : '{ n }';
      // What a client's call throws, and where its global is missing, counts as lost and not as a failure of the bench.
      const call = `try { ${client.track(`{ metadata: ${metadata} }`)} } catch {}`;
      await tab.evaluate(
        gap
          ? `new Promise((resolve) => {
              let n = ${first};
              const next = () => { ${call}; if (++n < ${first + some}) setTimeout(next, ${gap}); else resolve(); };
              next();
            })`
          : `(() => { for (let n = ${first}; n < ${first + some}; n++) { ${call} } })()`,
      );
    },
    /** The network of the tab. @param {{ offline?: boolean, latency?: number, bytesPerSecond?: number }} network */
    async setNetwork({ offline = false, latency = 0, bytesPerSecond = -1 }) {
      await tab.send('Network.enable');
      await tab.send('Network.emulateNetworkConditions', {
        offline,
        latency,
        downloadThroughput: bytesPerSecond,
        uploadThroughput: bytesPerSecond,
      });
    },
    /** As when the visitor turns to another tab: this one stays, and nobody sees it. */
    async hide() {
      await visitor.open('about:blank', { newWindow: false });
    },
    /** As when the visitor closes the tab: the page hears of it. */
    close: () => tab.close(),
    /** As when the tab crashes, or a phone discards it: the page hears nothing. */
    async crash() {
      // Never answered, since nobody is left to do so.
      tab.send('Page.crash').catch(() => {});
      await sleep(300);
      await tab.close();
    },
    evaluate: tab.evaluate,
    send: tab.send,
  });

  /** @param {{ prepare?: Prepare, isWaiting: boolean }} options */
  const open = async ({ prepare, isWaiting }) => {
    const page = shop.add('<link rel="icon" href="data:,">');
    const before = endpoint.counts().events;
    const tab = await visitor.open(page.url, { newWindow: true, ...(prepare && { prepare }) });
    await page.end(`</head><body><h1>Mate Cuareim</h1><script async src="${endpoint.script}"></script></body></html>`);
    await waitFor('the page to have loaded', () => tab.evaluate(`document.readyState === 'complete'`), PATIENCE);
    if (isWaiting) {
      await waitFor('the first page view', () => endpoint.counts().events > before, READY).catch(() =>
        console.log(`  ${client.name} has reported no page view within ${READY / 1000} s.`),
      );
      await sleep(500);
    }
    return toPage(tab);
  };

  return {
    /** A page whose client has reported its page view. @param {{ prepare?: Prepare }} [options] */
    open: (options = {}) => open({ ...options, isWaiting: true }),
    /** The visitor comes again and stays for so long; nothing is tracked. @param {number} ms @param {Prepare} [prepare] */
    async comeAgain(ms, prepare) {
      const page = await open({ ...(prepare && { prepare }), isWaiting: false });
      await sleep(ms);
      await page.close();
      await sleep(500);
    },
    setFault: endpoint.setFault,
    together,
    sleep,
    close: () => visitor.close(),
  };
};

/** @typedef {Awaited<ReturnType<typeof createStage>>} Stage */
