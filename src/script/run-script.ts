import { LIBRARY } from '../base/library.js';
import { log } from '../base/log.js';
import { isPanelAskedFor } from '../debug/recorder.js';
import type { Heard, HeardList } from '../debug/recorder.js';
import { clicks } from '../plugins/clicks.js';
import { pages } from '../plugins/pages.js';
import { createVitrina } from '../tracker/tracker.js';
import type { ConsentSource, Stop, TrackerOptions, Vitrina } from '../types/tracker.js';
import { findScript, readConfig } from './config.js';
import { isStub, replay } from './replay.js';

/** What the page finds as `window.vitrina`. */
interface PageVitrina extends Vitrina {
  /** Our mark: nothing else that may sit in that place has it. */
  library: string;
  /** The trackers of the page by their business ids. */
  trackers: Record<string, Vitrina>;
  /** What the trackers that debug have said; the debug script takes it over. */
  heard: HeardList;
  /** Comes with the file of the consent sources. */
  consentByName?: (name: string, options: object) => ConsentSource | undefined;
}

/** Brings a further file from beside the script, so that only those who need it load it. */
export type Load = (file: string, onload?: () => void) => void;

/**
 * Adds to a tracker before it starts, and takes what is its own out of the options.
 * @throws TypeError in a sentence that names the option and says what is allowed
 */
export type Extend = (options: Partial<TrackerOptions>, tracker: Vitrina, load: Load, heard: HeardList) => void;

/** What the script does as it loads. `destinations`: those that the script tag may name. */
export const runScript = (destinations: Record<string, () => TrackerOptions['destination']> = {}, extend?: Extend) => {
  const page = window as unknown as { vitrina: unknown };
  const before = page.vitrina as Partial<PageVitrina> | undefined;
  const first = /^vitrina\//.test(String(before?.library)) ? (before as PageVitrina) : undefined;
  const script = findScript();
  const { id, ...options } = readConfig(script);
  const { trackers, heard } = first ?? { trackers: {} as PageVitrina['trackers'], heard: [] as Heard[] };

  const load: Load = (file, onload) => {
    if (!script) return;
    const { href: src } = new URL(file, script.src);
    document.head.append(Object.assign(document.createElement('script'), { src, nonce: script.nonce, onload }));
  };

  /** Asks who is known by that name what the visitor allows; until the answer has come nothing is stored or sent. */
  const ask =
    (name: string, given: object): ConsentSource =>
    (report) => {
      let stop: Stop | undefined = () => (stop = undefined);
      report('pending');
      load('vitrina.consent.js', () => {
        const source = (page.vitrina as PageVitrina).consentByName?.(name, given);
        if (!source) log(`there is no consent "${name}"; use gpc, google-consent-mode, tcf or shopify`);
        else if (stop) stop = source(report);
      });
      return () => stop?.();
    };

  const explain = (tracker: Vitrina, business: string, how: 'debug' | 'panel') => {
    for (const name of ['event', 'delivered', 'dropped'] as const) {
      tracker.on(name, (...values: unknown[]) => heard.push([name, values, business] as Heard));
    }
    load(`vitrina.${how}.js`);
    return true;
  };

  const create = (): PageVitrina => {
    const tracker = createVitrina(({ pageViews, clicks: marks }) => [pages(pageViews), clicks(marks)]);
    const { initialize } = tracker;
    let isExplained = false;
    return Object.assign(tracker, {
      library: LIBRARY,
      trackers,
      heard,
      // Asynchronous, so that a mistake is a rejection and never an exception in the page.
      async initialize(businessId: string, more?: object) {
        const given: Partial<TrackerOptions> = { ...options, ...more };
        const name: unknown = given.consent;
        if (typeof name === 'string' && !/^(granted|denied|pending)$/.test(name)) given.consent = ask(name, given);
        const make = destinations[String(given.destination)];
        if (make) given.destination = make();
        // Again after a stop; where it runs already, nothing more is added.
        if (!tracker.isInitialized) {
          extend?.(given, tracker, load, heard);
          if (given.debug || isPanelAskedFor())
            isExplained ||= explain(tracker, businessId, given.debug ? 'debug' : 'panel');
        }
        await initialize(businessId, given);
        // Not before, so that one that was refused does not stand in the way of another tag.
        trackers[businessId] ??= tracker;
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
          (name: 'track', ...values: ['a.b']) => vitrina[name]?.(...values),
          Object.getOwnPropertyDescriptors(vitrina),
        );
      }
      replay(before, vitrina);
    }
    if (id) vitrina.initialize(id).catch(log);
  } else if (id && trackers[id]) {
    // The same account twice needs nothing: the first copy goes on.
    heard.push(['again', [options], id]);
  } else if (id) {
    // Another shop's account on the same page.
    (first.isInitialized ? create() : first).initialize(id, options).catch(log);
  }
};
