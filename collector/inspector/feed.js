import { fetchEvents, keyOf } from './api.js';

/** @typedef {import('./api.js').Row} Row */
/** @typedef {import('./api.js').Filter} Filter */
/**
 * @typedef {{ reset: (rows: Row[]) => void, prepend: (rows: Row[]) => void, append: (rows: Row[]) => void,
 *   remove: (rows: Row[]) => void, changed: () => void, isReading: () => boolean }} FeedView
 *   rows are newest first; `isReading` says that somebody looks at the list and nothing may move under the eyes
 */

const pageSize = 100;
const flushAfter = 120;

/**
 * The events of the list: which are shown, which are held back, which come next. Knows nothing about the document.
 * @param {FeedView} view
 * @param {number} [keep] rows kept at most, so that a busy shop does not fill the browser's memory
 */
export const createFeed = (view, keep = 500) => {
  /** @type {Row[]} */
  let shown = [];
  /** @type {Row[]} oldest first */
  let held = [];
  /** Of all rows that are shown or held. */
  let keys = new Set();
  /** @type {Filter} */
  let filter = {};
  /** @type {number | null} */
  let next = null;
  let total = 0;
  let heldCount = 0;
  let paused = false;
  let detached = false;
  let loading = false;
  let error = '';
  let generation = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {Row} row */
  const fits = (row) =>
    (!filter.action || row.action === filter.action) && (!filter.session || row.session === filter.session);

  /** @param {Row[]} rows */
  const forget = (rows) => {
    for (const row of rows) keys.delete(keyOf(row));
    view.remove(rows);
  };

  /** @param {(stillWanted: () => boolean) => Promise<void>} work */
  const guarded = async (work) => {
    const mine = ++generation;
    loading = true;
    error = '';
    view.changed();
    try {
      await work(() => mine === generation);
    } catch (reason) {
      if (mine === generation) error = reason instanceof Error ? reason.message : String(reason);
    }
    if (mine === generation) {
      loading = false;
      view.changed();
      flush();
    }
  };

  /** @param {Filter} [wanted] */
  const load = (wanted = filter) =>
    guarded(async (stillWanted) => {
      const isOther = wanted !== filter;
      filter = wanted;
      clearTimeout(timer);
      timer = undefined;
      if (isOther) {
        shown = [];
        keys = new Set();
        total = 0;
        next = null;
        view.reset([]);
      }
      held = [];
      heldCount = 0;
      const page = await fetchEvents({ ...filter, limit: pageSize });
      if (!stillWanted()) return;
      const late = held;
      held = [];
      heldCount = 0;
      shown = page.events;
      keys = new Set(shown.map(keyOf));
      next = page.next;
      total = page.total;
      detached = false;
      view.reset(shown);
      // Events may have arrived between the answer and now.
      for (const row of late) receive(row);
    });

  const release = () => {
    if (detached || heldCount > held.length) return load();
    const fresh = held.reverse();
    held = [];
    heldCount = 0;
    shown = [...fresh, ...shown];
    view.prepend(fresh);
    if (shown.length > keep) {
      const surplus = shown.slice(keep);
      shown = shown.slice(0, keep);
      next = shown.at(-1)?.received_seq ?? null;
      forget(surplus);
    }
    view.changed();
    return Promise.resolve();
  };

  const flush = () => {
    timer = undefined;
    if (heldCount === 0 || loading) return;
    if (paused || detached || view.isReading()) view.changed();
    else void release();
  };

  /** @param {Row} row */
  const receive = (row) => {
    if (!fits(row) || keys.has(keyOf(row))) return;
    total += 1;
    heldCount += 1;
    keys.add(keyOf(row));
    held.push(row);
    if (held.length > keep) held.shift();
    timer ??= setTimeout(flush, flushAfter);
  };

  return {
    load,
    release,
    receive,

    older: () =>
      guarded(async (stillWanted) => {
        if (next === null) return;
        const page = await fetchEvents({ ...filter, limit: pageSize, before: next });
        if (!stillWanted()) return;
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

    /** After the stream has opened: takes in what was missed, or starts anew if the store is another one. */
    resync: async () => {
      if (error) return load();
      const before = generation;
      // What is known now: rows go on arriving while the answer is under way.
      const known = [...shown, ...held];
      const newest = known.reduce((highest, row) => Math.max(highest, row.received_seq), 0);
      const page = await fetchEvents({ ...filter, limit: pageSize }).catch(() => undefined);
      if (!page || before !== generation) return;
      const isSameStore = (page.events[0]?.received_seq ?? 0) >= newest;
      const knownKeys = new Set(known.map(keyOf));
      const joins = known.length === 0 || detached || page.events.some((row) => knownKeys.has(keyOf(row)));
      if (!isSameStore || !joins) return load();
      const missed = page.events.filter((row) => row.received_seq > newest);
      for (const row of missed.reverse()) receive(row);
    },

    /** @param {boolean} isPaused */
    pause: (isPaused) => {
      paused = isPaused;
      flush();
      view.changed();
    },

    /** The reader is back at the top: what was held back may come in. */
    settle: flush,

    state: () => ({ shown, total, heldCount, paused, detached, loading, error, filter, hasOlder: next !== null }),

    stop: () => {
      generation += 1;
      clearTimeout(timer);
    },
  };
};

/** @typedef {ReturnType<typeof createFeed>} Feed */
