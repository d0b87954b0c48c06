import { fetchEvents, keyOf } from './api.js';
import { fits, newestOf } from './filters.js';
import { createLoading } from './loading.js';
import { createPace } from './pace.js';
import { createTally } from './tally.js';

/**
 * @typedef {import('./api.js').Row} Row
 * @typedef {import('./filters.js').Filter} Filter
 * @typedef {{ reset: (rows: Row[]) => void, prepend: (rows: Row[]) => void, append: (rows: Row[]) => void,
 *   remove: (rows: Row[]) => void, changed: () => void, isReading: () => boolean }} FeedView
 *   rows are newest first; `isReading` says that somebody looks at the list and nothing may move under the eyes
 */

const pageSize = 100;
const flushAfter = 120;
const lookAfter = 1000;

/**
 * The events of the list: which are shown, held back, and come next. Knows nothing about the document.
 * @param {FeedView} view
 * @param {number} [keep] rows kept at most, so that a busy shop does not fill the browser's memory
 */
export const createFeed = (view, keep = 500) => {
  const tally = createTally();
  const loading = createLoading({ changed: view.changed, done: () => flush() });
  /** @type {Row[]} */
  let shown = [];
  /** @type {Row[]} oldest first */
  let held = [];
  let keys = new Set();
  /** @type {Filter} */
  let filter = {};
  /** @type {number | null} */
  let next = null;
  let heldCount = 0;
  let paused = false;
  let detached = false;
  let isLooking = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {Row[]} rows */
  const forget = (rows) => {
    for (const row of rows) keys.delete(keyOf(row));
    view.remove(rows);
  };

  const takeHeld = () => {
    heldCount = 0;
    return held.splice(0);
  };

  /** @param {Filter} [wanted] */
  const load = (wanted = filter) =>
    loading.run(async (isWanted) => {
      if (wanted !== filter) {
        shown = [];
        keys = new Set();
        next = null;
        view.reset([]);
      }
      filter = wanted;
      takeHeld();
      tally.forget();
      const settle = tally.ask();
      const page = await fetchEvents({ ...filter, limit: pageSize });
      if (!isWanted()) return settle(undefined);
      settle(page);
      const late = takeHeld().filter((row) => row.received_seq > newestOf(page.events));
      shown = page.events;
      keys = new Set(shown.map(keyOf));
      next = page.next;
      detached = false;
      view.reset(shown);
      hold(late);
    });

  const release = async () => {
    if (detached || heldCount > held.length) return load();
    const fresh = takeHeld().reverse();
    shown = [...fresh, ...shown];
    view.prepend(fresh);
    if (shown.length > keep) {
      const surplus = shown.slice(keep);
      shown = shown.slice(0, keep);
      next = shown.at(-1)?.received_seq ?? null;
      forget(surplus);
    }
    view.changed();
  };

  const flush = () => {
    timer = undefined;
    if (heldCount === 0 || loading.isOn() || isLooking) return;
    if (paused || detached || view.isReading()) view.changed();
    else void release();
  };

  /** @param {Row[]} rows oldest first */
  const hold = (rows) => {
    heldCount += rows.length;
    for (const row of rows) keys.add(keyOf(row));
    held.push(...rows);
    // While the list is loaded all are kept, because the answer decides which of them it has counted.
    if (!loading.isOn() && held.length > keep) held = held.slice(-keep);
    timer ??= setTimeout(flush, flushAfter);
  };

  /** Takes in what was missed, or starts anew if the store is another one. */
  const resync = async () => {
    if (loading.error()) return load();
    const before = loading.turn();
    // What is known now: rows go on arriving while the answer is under way.
    const known = [...shown, ...held];
    const knownKeys = new Set(known.map(keyOf));
    const settle = tally.ask();
    isLooking = true;
    const page = await fetchEvents({ ...filter, limit: pageSize }).catch(() => undefined);
    isLooking = false;
    const isWanted = before === loading.turn();
    settle(isWanted ? page : undefined);
    if (!page || !isWanted) return flush();
    const joins = known.length === 0 || detached || page.events.some((row) => knownKeys.has(keyOf(row)));
    if (newestOf(page.events) < newestOf(known) || !joins) return load();
    const missed = page.events.filter((row) => row.received_seq > newestOf(known) && !keys.has(keyOf(row)));
    hold(missed.reverse());
    held.sort((one, other) => one.received_seq - other.received_seq);
    view.changed();
  };
  const look = createPace(resync, () => lookAfter);

  return {
    ...{ load, release, resync },

    /** @param {Row} row */
    receive: (row) => {
      if (!fits(filter, row)) return;
      // Only the store knows what a text matches.
      if (filter.q) look.touchTwice();
      else if (tally.add(row.received_seq)) {
        hold([row]);
        // What was counted on the way is compared with the store once it is quiet.
        look.touchLater();
      }
    },

    older: () =>
      loading.run(async (isWanted) => {
        if (next === null) return;
        const page = await fetchEvents({ ...filter, limit: pageSize, before: next });
        if (!isWanted()) return;
        const fresh = page.events.filter((row) => !keys.has(keyOf(row)));
        for (const row of fresh) keys.add(keyOf(row));
        next = page.next;
        shown = [...shown, ...fresh];
        view.append(fresh);
        if (shown.length > keep) {
          const surplus = shown.slice(0, shown.length - keep);
          shown = shown.slice(-keep);
          detached = true;
          forget(surplus);
        }
      }),

    /**
     * The span of time has moved on: what is older leaves the list.
     * @param {number} from Unix seconds
     */
    slide: (from) => {
      filter = { ...filter, from };
      const gone = shown.filter((row) => row.tracked_at < from);
      shown = shown.filter((row) => row.tracked_at >= from);
      forget(gone);
      if (!loading.isOn()) void resync();
    },

    /** @param {boolean} isPaused */
    pause: (isPaused) => {
      paused = isPaused;
      flush();
      view.changed();
    },

    /** The reader is back at the top: what was held back may come in. */
    settle: flush,

    state: () => ({
      ...{ shown, heldCount, paused, detached, filter },
      loading: loading.isOn(),
      error: loading.error(),
      total: tally.total(),
      isCut: tally.isCut(),
      hasOlder: next !== null,
    }),
  };
};

/** @typedef {ReturnType<typeof createFeed>} Feed */
