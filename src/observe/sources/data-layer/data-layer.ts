import { all, listen } from '../../../browser/listen.js';
import type { Adapter, Emit } from '../../adapter.js';
import { readMessage } from './messages.js';
import type { Later, MessageOptions } from './messages.js';

export interface DataLayerOptions extends MessageOptions {
  /** Names of the arrays. Default `dataLayer`, and those that Google Tag Manager says it uses. */
  names?: string[];
}

/** When to look again for arrays that came or were replaced, in ms. A click looks too, and so does leaving the page. */
const LOOKS = [0, 300, 1_000, 3_000, 8_000];

/** How long reading may take at a time, in ms: a page of lists has thousands of products. */
const SLICE = 4;
/** What was listed long ago will hardly be put into the cart now. */
const MOST_LISTS = 30;

/** Functions are run by Google Tag Manager, and texts mean nothing. */
const isReadable = (entry: unknown): entry is object => typeof entry === 'object' && entry !== null;

/**
 * What a page pushes for Google's tags. Nothing is ever pushed, held back or changed: pushes are read as they pass, and what
 * was there before is read once.
 */
export const dataLayer = ({ names = ['dataLayer'], ...options }: DataLayerOptions = {}): Adapter => {
  /** Objects and not places, since Google Tag Manager cuts its array off at the front. */
  const read = new WeakSet<object>();
  // Others may have wrapped our wrapper, so it stays, goes quiet, and speaks again after a new start.
  const wrapped = new WeakSet<unknown[]>();
  let tell: Emit | undefined;
  /** Lists that are still to be read. */
  const lists: Parameters<Later>[0][] = [];

  const readLists = () => {
    const until = performance.now() + SLICE;
    while (tell && lists[0] && performance.now() < until) {
      const read = lists.shift();
      try {
        if (read) tell(...read());
      } catch {
        // A getter of the page's; the page will meet it itself.
      }
    }
    if (tell && lists[0]) setTimeout(readLists);
  };
  const later: Later = (read) => {
    if (lists.push(read) === 1) setTimeout(readLists);
    if (lists.length > MOST_LISTS) lists.shift();
  };

  const take = (entry: unknown) => {
    try {
      if (!isReadable(entry)) return;
      read.add(entry);
      const facts = readMessage(entry, options, later);
      // Who listens to us may push in turn, and must not overtake the push that is under way.
      if (facts[0]) queueMicrotask(() => facts.forEach((fact) => tell?.(...fact)));
    } catch {
      // A getter of the page's; the page will meet it itself.
    }
  };

  const wrap = (layer: unknown[]) => {
    const inner = layer.push;
    layer.push = function (this: unknown, ...entries: unknown[]) {
      if (tell) entries.forEach(take);
      return Reflect.apply(inner, this, entries);
    };
  };

  const look = () => {
    const page = window as unknown as Record<string, unknown>;
    const { google_tag_manager: registry } = page;
    for (const name of new Set([...names, ...Object.keys(registry ?? {})])) {
      try {
        const layer = page[name];
        if (!Array.isArray(layer)) continue;
        for (const entry of [...(layer as unknown[])]) if (!read.has(entry as object)) take(entry);
        if (wrapped.has(layer)) continue;
        wrapped.add(layer);
        wrap(layer);
      } catch {
        // A frozen array is read at each look.
      }
    }
  };

  return {
    name: 'ga4',
    // The array may come at any time.
    detect: () => true,
    start(emit) {
      tell = emit;
      look();
      const timers = LOOKS.map((ms) => setTimeout(look, ms));
      return all([
        () => {
          tell = undefined;
          lists.length = 0;
        },
        () => timers.forEach(clearTimeout),
        listen(document, 'DOMContentLoaded', look),
        listen(window, 'load', look),
        listen(window, 'pagehide', look, { capture: true }),
        listen(document, 'click', look, { capture: true }),
      ]);
    },
  };
};
