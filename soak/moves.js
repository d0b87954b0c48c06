import { POISON } from './ledger.js';
import { anyShopPath, clickSomething, joinNewsletter, placeOrder } from './shop-moves.js';

/** @import { Page } from '@playwright/test' */
/** @import { Random } from './random.js' */
/** @import { Tab } from './tab.js' */

/**
 * @typedef {object} Scene what a move has to do with
 * @property {Tab} tab
 * @property {string} shop origin of the demo shop
 * @property {string} plain origin of the plain page
 * @property {Random} random
 * @property {() => Promise<void>} openAnother a second tab of this visitor
 * @property {(ms: number) => Promise<void>} goOffline
 * @property {() => boolean} mayPoison whether it is time for an event that makes its whole batch be refused
 * @property {(what: string) => void} count
 *
 * @typedef {{ name: string, weight: number, run: (scene: Scene) => Promise<unknown> }} Move
 */

/** Calls `track` so many times within one task. @param {Page} page @param {number} count @param {object} [props] */
const track = (page, count, props = {}) =>
  page.evaluate(([times, more]) => {
    const { vitrina } = /** @type {any} */ (window);
    for (let call = 0; call < times; call++) void vitrina?.track('soak.done', { object: String(call), ...more });
  }, /** @type {const} */ ([count, props]));

/** @param {Scene} scene */
const anyPage = ({ shop, plain, random }) =>
  random.chance(0.7)
    ? shop + anyShopPath(random)
    : `${plain}/plain?n=${random.whole(1, 99)}${random.chance(0.3) ? '&bare' : ''}`;

/** Goes back or forward; nothing is loaded where the page comes out of the cache. */
/** @param {Scene} scene @param {'goBack' | 'goForward'} way */
const walk = async ({ tab: { page }, count }, way) => {
  count('steps back and forward');
  await page[way]({ waitUntil: 'commit', timeout: 5000 });
};

/** @type {Move[]} */
export const moves = [
  { name: 'open', weight: 12, run: (scene) => scene.tab.page.goto(anyPage(scene)) },
  { name: 'click', weight: 30, run: ({ tab, random }) => clickSomething(tab.page, random) },
  { name: 'order', weight: 3, run: ({ tab, shop, random }) => placeOrder(tab.page, shop, random) },
  { name: 'newsletter', weight: 2, run: ({ tab }) => joinNewsletter(tab.page) },
  { name: 'track', weight: 8, run: ({ tab, random }) => track(tab.page, random.whole(1, 3)) },
  { name: 'burst', weight: 2, run: ({ tab, random }) => track(tab.page, random.whole(10, 40)) },
  {
    name: 'large',
    weight: 1,
    run: ({ tab, random }) => track(tab.page, 1, { metadata: { note: 'ñ'.repeat(random.whole(4000, 16_000)) } }),
  },
  {
    name: 'within the page',
    weight: 2,
    run: ({ tab, random }) =>
      tab.page.evaluate((to) => history.pushState(null, '', to), `?seen=${random.whole(1, 1e6)}`),
  },
  {
    name: 'track and leave',
    weight: 5,
    run: (scene) => {
      scene.count('tracked and left in the same task');
      return scene.tab.page.evaluate((to) => {
        void (/** @type {any} */ (window).vitrina?.track('soak.done', { object: 'leaving' }));
        location.assign(to);
      }, anyPage(scene));
    },
  },
  {
    name: 'interrupt',
    weight: 5,
    async run(scene) {
      const { page } = scene.tab;
      const isSending = page.waitForRequest(/\/v1\/events/, { timeout: 2500 });
      await Promise.all([isSending, track(page, scene.random.whole(1, 5))]);
      scene.count('navigations in the middle of a request');
      await page.goto(anyPage(scene));
    },
  },
  {
    name: 'reload',
    weight: 5,
    run: (scene) => {
      scene.count('reloads');
      return scene.tab.page.reload();
    },
  },
  { name: 'back', weight: 9, run: (scene) => walk(scene, 'goBack') },
  { name: 'forward', weight: 4, run: (scene) => walk(scene, 'goForward') },
  { name: 'another tab', weight: 5, run: ({ openAnother }) => openAnother() },
  {
    name: 'close',
    weight: 4,
    async run({ tab, random, count }) {
      if (random.chance(0.5)) await track(tab.page, random.whole(1, 4));
      count('tabs closed');
      await tab.close(random.chance(0.7));
    },
  },
  {
    name: 'crash',
    weight: 3,
    async run({ tab, random }) {
      if (random.chance(0.6)) await track(tab.page, random.whole(1, 20));
      await tab.crash(random.chance(0.5));
    },
  },
  {
    name: 'offline',
    weight: 3,
    async run({ goOffline, random }) {
      await goOffline(random.between(1500, 8000));
    },
  },
  {
    // The client cannot know that the collector wants seconds, and that these are none.
    name: 'poison, refused by itself',
    weight: 0.6,
    run: ({ tab }) =>
      tab.page.evaluate(
        (action) => void (/** @type {any} */ (window).vitrina?.track(action, { object: 'time', tracked_at: 2e11 })),
        POISON,
      ),
  },
  {
    // Deeper than the collector reads, so that it refuses the whole batch and says nothing about the events in it.
    name: 'poison, refused with its batch',
    weight: 0.6,
    async run({ tab, mayPoison }) {
      if (!mayPoison()) return;
      await tab.page.evaluate((action) => {
        /** @type {unknown} */
        let metadata = 'deep';
        for (let depth = 0; depth < 80; depth++) metadata = { metadata };
        void (/** @type {any} */ (window).vitrina?.track(action, { object: 'deep', metadata }));
      }, POISON);
    },
  },
];
