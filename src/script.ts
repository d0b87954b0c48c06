import { LIBRARY } from './library';
import { clicks } from './plugins/clicks';
import { pages } from './plugins/pages';
import { readConfig } from './script/config';
import { isStub, replay } from './script/replay';
import { createSay } from './say';
import { createVitrina } from './tracker';
import type { TrackerOptions, Vitrina } from './types';

/** What the page finds as `window.vitrina`. */
interface PageVitrina extends Vitrina {
  /** Our mark: nothing else that may sit in that place has it. */
  library: string;
  /** The trackers of the page by their business ids. */
  trackers: Record<string, Vitrina>;
}

const say = createSay(() => true);
const complain = (error: unknown) => say(error instanceof Error ? error.message : String(error), true);

const page = window as unknown as { vitrina: unknown };
const before = page.vitrina as Partial<PageVitrina> | undefined;
const other = before?.library?.startsWith?.('vitrina/') ? (before as PageVitrina) : undefined;
const { id, options } = readConfig();

const create = (trackers: Record<string, Vitrina>): PageVitrina => {
  const tracker = createVitrina((settings) => [
    pages(settings.pageViews),
    ...(settings.clicks === false ? [] : [clicks()]),
  ]);
  const { initialize } = tracker;
  return Object.assign(tracker, {
    library: LIBRARY,
    trackers,
    initialize(businessId: string, more?: Partial<TrackerOptions>) {
      trackers[businessId] ??= tracker;
      return initialize(businessId, { ...options, ...more });
    },
  });
};

if (!other) {
  const vitrina = create({});
  const stub = isStub(before) ? before : undefined;
  // A page that was given a function goes on calling one.
  page.vitrina =
    typeof stub === 'function'
      ? Object.defineProperties(
          (name: keyof Vitrina, ...values: never[]) => (vitrina[name] as (...values: never[]) => unknown)(...values),
          Object.getOwnPropertyDescriptors(vitrina),
        )
      : vitrina;
  if (stub) replay(stub, vitrina, complain);
  if (id) vitrina.initialize(id).catch(complain);
} else if (id && !other.trackers[id]) {
  // Another shop's account on the same page. The same account twice needs nothing: the first copy goes on.
  const tracker = other.isInitialized ? create(other.trackers) : other;
  tracker.initialize(id, options).catch(complain);
}
