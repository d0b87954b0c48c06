import { NEXT_VISIT } from './scenario.js';

/** @import { Prepare } from '../stage.js' */
/** @import { Scenario } from './scenario.js' */

/** As Chromium does for visitors who block all cookies and site data. */
const REFUSE = `
  const refuse = () => { throw new DOMException('Access is denied for this document.', 'SecurityError'); };
  for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: refuse, configurable: true });
  IDBFactory.prototype.open = refuse;
  Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set() {}, configurable: true });
`;

/** @type {Prepare} */
const refuseStorage = async (send) => {
  await send('Page.enable');
  return send('Page.addScriptToEvaluateOnNewDocument', { source: REFUSE });
};

/** @type {Scenario} */
export const storage = {
  title: 'Storage refused',
  told: 'The browser refuses cookies, localStorage, sessionStorage and IndexedDB. 10 events are tracked within a second; the page stays open for 15 seconds, and the visitor comes again.',
  expected: 10,
  async play({ open, comeAgain, sleep }) {
    const page = await open({ prepare: refuseStorage });
    await page.track(10);
    await sleep(15_000);
    await page.close();
    await comeAgain(NEXT_VISIT, refuseStorage);
  },
};
