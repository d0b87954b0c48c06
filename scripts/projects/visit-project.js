/** How long a step of a visit may take. */
const PATIENCE = 20_000;
/** A page view waits a second for its title; in this time one that is counted twice would have been sent. */
const SETTLED = 2_500;

/**
 * @typedef {object} Pages paths as the events name them
 * @property {string} start where the visit begins
 * @property {string} [title] of the first page view; "Home" by default
 * @property {string} [loaded] what the router makes of it; `start` by default
 * @property {string} [home] where the link "Home" leads; `start` by default
 * @property {string} [about] where the link "About" leads; without it there is only one page
 * @typedef {import('../../collector/dist/index.js').Collector} Collector
 */

/** @param {import('../../collector/dist/index.js').Row} row */
const toLine = ({ action, page_url, event }) => {
  const { pathname, hash } = new URL(String(page_url));
  const { title } = /** @type {{ title?: string }} */ (event.page ?? {});
  return `${action} ${pathname}${hash} ${title}`;
};

/**
 * Visits a project as a person does, and checks that the collector got each page and the click once.
 *
 * @param {import('@playwright/test').Browser} browser
 * @param {Collector} collector
 * @param {string} origin
 * @param {Pages} pages
 * @returns {Promise<string | undefined>} what is wrong
 */
export const visitProject = async (
  browser,
  collector,
  origin,
  { start, title = 'Home', loaded = start, home = start, about },
) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  /** @type {string[]} */
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico')) complaints.push(message.text());
  });

  /** In the order of the calls, because ids are ordered by time. */
  const lines = async () =>
    (await collector.store.events())
      .filter(({ page_url }) => String(page_url).startsWith(`${origin}/`))
      .sort((one, other) => (one.id < other.id ? -1 : 1))
      .map(toLine);
  /** @type {string[]} */
  const expected = [];
  /** @param {string} line */
  const expectLine = async (line) => {
    expected.push(line);
    const end = Date.now() + PATIENCE;
    while ((await lines()).length < expected.length && Date.now() < end) await page.waitForTimeout(100);
  };

  try {
    // A server for development compiles a page when it is asked for it first, and then a page view would not get its title.
    for (const path of [start, about ?? start]) await (await fetch(origin + path)).text();
    await page.goto(origin + start);
    await expectLine(`page.viewed ${start} ${title}`);
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await expectLine(`cart.added ${loaded} Home`);
    if (about) {
      await page.evaluate(() => Object.assign(window, { isFirstDocument: true }));
      await page.getByRole('link', { name: 'About' }).click();
      await expectLine(`page.viewed ${about} About`);
      await page.getByRole('link', { name: 'Home' }).click();
      await expectLine(`page.viewed ${home} Home`);
      await page.goBack();
      await expectLine(`page.viewed ${about} About`);
      if (!(await page.evaluate(() => 'isFirstDocument' in window)))
        complaints.push('The router loaded a new document.');
    }
    await page.waitForTimeout(SETTLED);
    // What a page leaves is sent as it ends.
    await page.goto('about:blank');
    await page.waitForTimeout(SETTLED / 5);
  } catch (error) {
    complaints.push(error instanceof Error ? error.message : String(error));
  } finally {
    await context.close();
  }
  const arrived = await lines();
  if (arrived.join('\n') !== expected.join('\n')) {
    complaints.push(
      `the collector got\n      ${arrived.join('\n      ')}\n    and not\n      ${expected.join('\n      ')}`,
    );
  }
  return complaints.length ? complaints.join('\n    ') : undefined;
};
