import { LIBRARY } from './library.js';
import { clicks } from './plugins/clicks.js';
import { pages } from './plugins/pages.js';
import { say } from './say.js';
import { readConfig } from './script/config.js';
import { isStub, replay } from './script/replay.js';
import { createVitrina } from './tracker.js';
import type { Vitrina } from './types.js';

/** What the page finds as `window.vitrina`. */
interface PageVitrina extends Vitrina {
  /** Our mark: nothing else that may sit in that place has it. */
  library: string;
  /** The trackers of the page by their business ids. */
  trackers: Record<string, Vitrina>;
}

const page = window as unknown as { vitrina: unknown };
const before = page.vitrina as Partial<PageVitrina> | undefined;
const first = /^vitrina\//.test(String(before?.library)) ? (before as PageVitrina) : undefined;
const { id, ...options } = readConfig();
const trackers = first?.trackers ?? {};

const create = (): PageVitrina => {
  const tracker = createVitrina(({ pageViews, clicks: marks }) => [pages(pageViews), clicks(marks)]);
  const { initialize } = tracker;
  return Object.assign(tracker, {
    library: LIBRARY,
    trackers,
    initialize(businessId: string, more?: object) {
      trackers[businessId] ??= tracker;
      return initialize(businessId, { ...options, ...more });
    },
  });
};

if (!first) {
  const vitrina = create();
  page.vitrina = vitrina;
  if (isStub(before)) {
    // A page that was given a function goes on calling one.
    if (typeof before === 'function') {
      page.vitrina = Object.defineProperties(
        (name: 'track', ...values: ['a.b']) => vitrina[name](...values),
        Object.getOwnPropertyDescriptors(vitrina),
      );
    }
    replay(before, vitrina);
  }
  if (id) vitrina.initialize(id).catch(say);
} else if (id && !trackers[id]) {
  // Another shop's account on the same page. The same account twice needs nothing: the first copy goes on.
  (first.isInitialized ? create() : first).initialize(id, options).catch(say);
}
