import { LIBRARY } from './library.js';
import { clicks } from './plugins/clicks.js';
import { pages } from './plugins/pages.js';
import { say } from './say.js';
import { findScript, readConfig } from './script/config.js';
import { isStub, replay } from './script/replay.js';
import { createVitrina } from './tracker.js';
import type { Vitrina } from './types.js';

/** What the page finds as `window.vitrina`. */
interface PageVitrina extends Vitrina {
  /** Our mark: nothing else that may sit in that place has it. */
  library: string;
  /** The trackers of the page by their business ids. */
  trackers: Record<string, Vitrina>;
  /** What the trackers that debug have said; the debug script takes it over. */
  heard: { push: (entry: unknown[]) => unknown };
}

const page = window as unknown as { vitrina: unknown };
const before = page.vitrina as Partial<PageVitrina> | undefined;
const first = /^vitrina\//.test(String(before?.library)) ? (before as PageVitrina) : undefined;
const script = findScript();
const { id, ...options } = readConfig(script);
const { trackers, heard } = first ?? { trackers: {} as PageVitrina['trackers'], heard: [] as unknown[][] };

/** Brings the debug script, which is a file of its own, so that only those who debug load it. */
const explain = (tracker: Vitrina) => {
  for (const name of ['event', 'delivered', 'dropped'] as const) {
    tracker.on(name, (...values: unknown[]) => heard.push([name, values]));
  }
  if (!script) return;
  const { href: src } = new URL('vitrina.debug.js', script.src);
  document.head.append(Object.assign(document.createElement('script'), { src, nonce: script.nonce }));
};

const create = (): PageVitrina => {
  const tracker = createVitrina(({ pageViews, clicks: marks }) => [pages(pageViews), clicks(marks)]);
  const { initialize } = tracker;
  return Object.assign(tracker, {
    library: LIBRARY,
    trackers,
    heard,
    initialize(businessId: string, more?: object) {
      const given = { ...options, ...more };
      if (given.debug && !trackers[businessId]) explain(tracker);
      trackers[businessId] ??= tracker;
      return initialize(businessId, given);
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
