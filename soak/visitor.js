import { moves } from './moves.js';
import { pause, within } from './pause.js';
import { settle } from './settle.js';
import { openTab, watchContext } from './tab.js';

/** @import { Browser } from '@playwright/test' */
/** @import { Ledger } from './ledger.js' */
/** @import { Turns } from './pause.js' */
/** @import { Random } from './random.js' */
/** @import { Tab } from './tab.js' */

const MOST_TABS = 3;
/** Looking for the bad event among the good ones slows a visitor's queue down, so it is not made to do it all the time. */
const BETWEEN_POISON = 120_000;
const LONGEST_MOVE = 30_000;
/** Between two moves of a visitor, in ms. */
const REST = /** @type {const} */ ([300, 3500]);

/**
 * One visitor with a browser of its own: cookies, storage and connection are shared by its tabs, and by nobody else.
 *
 * @param {Browser} browser
 * @param {object} parts
 * @param {string} parts.name
 * @param {{ shop: string, plain: string }} parts.sites
 * @param {string} parts.business
 * @param {Ledger} parts.ledger
 * @param {Random} parts.random
 * @param {Turns} parts.turns
 * @param {AbortSignal} parts.signal
 */
export const createVisitor = async (browser, { name, sites, business, ledger, random, turns, signal }) => {
  // Painting sixty tabs is no part of the test.
  const context = await browser.newContext({ viewport: { width: 320, height: 480 }, reducedMotion: 'reduce' });
  await watchContext(context, { visitor: name, business, ledger });
  /** @type {Tab[]} */
  let tabs = [];
  let tabCount = 0;
  let offlineUntil = 0;
  let poisonedAt = 0;

  const open = async () => {
    const tab = await openTab(context, {
      name: `${name} tab ${++tabCount}`,
      ledger,
      onGone: (gone) => (tabs = tabs.filter((other) => other !== gone)),
    });
    if (tab.isAlive()) tabs.push(tab);
    return tab;
  };

  /** @param {string} url */
  const settleAt = async (url) => {
    const tab = await turns.take(open);
    try {
      return await settle(tab, { url, business, ledger, turns, signal });
    } finally {
      await tab.close(false).catch(() => {});
    }
  };
  /** On each site, since a queue belongs to its origin. */
  const calmPages = [`${sites.plain}/?calm`, `${sites.shop}/about`];

  /** @param {number} ms */
  const goOffline = async (ms) => {
    if (offlineUntil) return;
    offlineUntil = Date.now() + ms;
    ledger.count('offline spells');
    ledger.note(name, 'goes offline');
    await context.setOffline(true);
  };
  const goOnline = async () => {
    if (!offlineUntil) return;
    offlineUntil = 0;
    await context.setOffline(false);
    ledger.note(name, 'is online again');
  };

  const move = async () => {
    const tab = tabs.length > 0 ? random.pick(tabs) : await open();
    const isNew = tab.page.url() === 'about:blank';
    const chosen = isNew ? moves.find((one) => one.name === 'open') : random.pickWeighted(moves);
    if (!chosen) return;
    ledger.note(tab.name, `does: ${chosen.name}`);
    try {
      const scene = {
        ...{ tab, random, goOffline, ...sites },
        count: ledger.count,
        openAnother: async () => {
          if (tabs.length < MOST_TABS) await open();
        },
        mayPoison() {
          const isTime = Date.now() - poisonedAt > BETWEEN_POISON;
          if (isTime) poisonedAt = Date.now();
          return isTime;
        },
      };
      await within(LONGEST_MOVE, chosen.run(scene));
      ledger.count(`move done: ${chosen.name}`);
    } catch (error) {
      // Pages that crash, close or have no network under a move are what this is about.
      const reason = String(error).split('\n')[0] ?? '';
      ledger.count(`move cut short: ${chosen.name}`);
      ledger.count(`cut short: ${reason.replaceAll(/https?:\S+/g, '…')}`);
      ledger.note(tab.name, `could not ${chosen.name}: ${reason}`);
    }
  };

  return {
    name,
    /** The first visit, in peace: a client that has never been answered keeps less. */
    async arrive() {
      const left = [];
      for (const url of calmPages) left.push(...(await settleAt(url)));
      return left;
    },
    /** Browses by chance. @param {number} until Unix ms */
    async browse(until) {
      while (Date.now() < until && !signal.aborted) {
        if (offlineUntil && Date.now() > offlineUntil) await goOnline();
        await turns.take(move);
        await pause(random.between(...REST), signal);
      }
      await goOnline();
    },
    /** The last visit: waits until everything has been delivered. Answers the ids that have not. */
    async leave() {
      for (const tab of [...tabs]) await turns.take(() => tab.close(true)).catch(() => {});
      return (await Promise.all(calmPages.map(settleAt))).flat();
    },
  };
};

/** @typedef {Awaited<ReturnType<typeof createVisitor>>} Visitor */
