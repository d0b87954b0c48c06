import { attempt } from '../../../base/attempt.js';
import { all, listen } from '../../../browser/listen.js';
import { first, toObject, toText } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';
import type { Adapter, Emit } from '../../adapter.js';
import { lookOften } from '../../page/look-often.js';
import { readMessage } from './messages.js';
import type { Defer, MessageOptions } from './messages.js';
import { createModel } from './model.js';
import type { Model } from './model.js';

export interface DataLayerOptions extends MessageOptions {
  /** Names of the arrays. Default `dataLayer`. The names that Google Tag Manager has registered are always added. */
  names?: string[];
}

/** How long reading lists may block the page at a time: a page of lists has thousands of products. */
const READ_SLICE_MS = 4;
/** Older lists are dropped unread, because their products are hardly added to the cart now. */
const MAX_PENDING_LISTS = 30;

/** Whether an entry may be a message: functions are called by Google Tag Manager, and texts have no meaning. */
const isReadable = (entry: unknown): entry is object => typeof entry === 'object' && entry !== null;

/**
 * Reads what a page pushes for Google's tags. Each push is read as it passes, and the entries from before the start are read
 * once. The adapter never pushes, delays or changes an entry.
 * @example
 * ```ts
 * import { createShop, dataLayer } from 'vitrina/observe';
 *
 * const { plugin } = createShop([dataLayer({ names: ['dataLayer', 'shopLayer'] })]);
 * ```
 */
export const dataLayer = ({ names = ['dataLayer'], ...options }: DataLayerOptions = {}): Adapter => {
  /** The entries that were read, and their numbers. Not their indexes, because Google Tag Manager removes entries at the front. */
  const readEntries = new WeakMap<object, number>();
  let entryCount = 0;
  // Another script may have wrapped our wrapper, so it stays. It does nothing after a stop, and works again after a new start.
  const wrapped = new WeakSet<unknown[]>();
  const models: Record<string, Model> = {};
  let report: Emit | undefined;
  /** Lists that have not been read yet. */
  const pendingLists: Parameters<Defer>[0][] = [];

  const readLists = () => {
    const until = Date.now() + READ_SLICE_MS;
    while (report && pendingLists[0] && Date.now() < until) {
      const read = pendingLists.shift();
      // A getter of the page's may throw; the page will meet it itself.
      attempt(() => read && report?.(...read()));
    }
    if (report && pendingLists[0]) setTimeout(readLists);
  };
  const later: Defer = (read) => {
    if (pendingLists.push(read) === 1) setTimeout(readLists);
    if (pendingLists.length > MAX_PENDING_LISTS) pendingLists.shift();
  };

  const take = (entry: unknown, model: Model) =>
    attempt(() => {
      if (!isReadable(entry)) return;
      const number = readEntries.get(entry) ?? ++entryCount;
      readEntries.set(entry, number);
      const facts = readMessage(entry, options, later, model);
      if (!facts[0]) return;
      // The third argument of a gtag call has its parameters.
      const { event_id: id, 2: params } = entry as Values;
      const message = toText(first(id, toObject(params).event_id)) ?? number;
      // Later, because a listener of our events may push too, and must not overtake the push that is running.
      queueMicrotask(() => facts.forEach(([fact, by]) => report?.({ ...fact, message }, by)));
    });

  const wrap = (layer: unknown[], model: Model) => {
    const inner = layer.push;
    layer.push = function (this: unknown, ...entries: unknown[]) {
      if (report) entries.forEach((entry) => take(entry, model));
      return Reflect.apply(inner, this, entries);
    };
  };

  const look = () => {
    const page = window as unknown as Record<string, unknown>;
    const { google_tag_manager: registry } = page;
    for (const name of new Set([...names, ...Object.keys(registry ?? {})])) {
      // The push of a frozen array cannot be replaced, so the array is read at each look.
      attempt(() => {
        const layer = page[name];
        if (!Array.isArray(layer)) return;
        const model = (models[name] ??= createModel());
        for (const entry of [...(layer as unknown[])]) if (!readEntries.has(entry as object)) take(entry, model);
        if (wrapped.has(layer)) return;
        wrapped.add(layer);
        wrap(layer, model);
      });
    }
  };

  return {
    name: 'ga4',
    // The array may be created at any time.
    detect: () => true,
    start(emit, onPageChange) {
      report = emit;
      return all([
        () => {
          report = undefined;
          pendingLists.length = 0;
        },
        // Arrays may be added or replaced later. A click and leaving the page look too.
        lookOften(look, onPageChange),
        listen(window, 'pagehide', look, { capture: true }),
        listen(document, 'click', look, { capture: true }),
      ]);
    },
  };
};
