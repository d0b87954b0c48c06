import { LIBRARY } from '../base/library.js';
import { log } from '../base/log.js';
import { all } from '../browser/listen.js';
import { isPanelAskedFor } from '../debug/recorder.js';
import type { Recorded } from '../debug/recorder.js';
import { clicks } from '../plugins/clicks.js';
import { pages } from '../plugins/pages.js';
import { createVitrina } from '../tracker/tracker.js';
import type { ConsentSource, Plugin, Stop, TrackerOptions } from '../types/tracker.js';
import { findScript, readConfig } from './config.js';
import { createLoad } from './load-part.js';
import type { CreateStart, Extend, Extension, PageVitrina } from './page-vitrina.js';
import { isStub, replay } from './replay.js';

/** A page that calls `initialize` itself has this long to do so, before the console says that the id is missing. */
const HINT_DELAY_MS = 3_000;
const NO_ID = 'not started: its script needs ?id=…, or set vitrinaConfig = { id, endpoint } before it';

/**
 * What the script does when it loads: puts a tracker on the page, replays the stub's calls, and starts with the tag's id.
 * @param createStart starts the trackers in another way, such as by `startWith`
 */
export const runScript = (createStart?: CreateStart, extend?: Extend) => {
  const page = window as unknown as { vitrina: unknown };
  /** A stub, the tracker of an earlier copy of the script, or nothing. */
  const existing = page.vitrina as Partial<PageVitrina> | undefined;
  const earlier = /^vitrina\//.test(String(existing?.library)) ? (existing as PageVitrina) : undefined;
  const script = findScript();
  const { id, ...options } = readConfig(script);
  const { trackers, heard: recorder } = earlier ?? {
    trackers: {} as PageVitrina['trackers'],
    heard: [] as Recorded[],
  };

  // The panel comes also if the tag is wrong, because it says why.
  const isPanel = isPanelAskedFor();
  let isDebugged = false;
  let hint: ReturnType<typeof setTimeout> | undefined;
  const missing = new Set<string>();
  const load = createLoad(
    script,
    () => page.vitrina as PageVitrina,
    (part) => {
      const isConsent = part === 'consent';
      if ((isDebugged || isConsent) && !missing.has(part))
        log(`vitrina.${part}.js was not loaded${isConsent ? ', so nothing is sent' : ''}`);
      missing.add(part);
    },
  );

  /** A source that loads the consent source of that name. Consent is `pending` until that source has answered. */
  const loadConsentSource =
    (name: string, sourceOptions: object): ConsentSource =>
    (report) => {
      let stop: Stop | undefined = () => (stop = undefined);
      report('pending');
      load('consent', () => {
        const source = (page.vitrina as PageVitrina).consentByName?.(name, sourceOptions);
        if (stop) stop = source?.(report);
      });
      return () => stop?.();
    };

  const ownExtension: Extension | undefined =
    extend &&
    ((given, tracker) => {
      Object.assign(given, { ...options, ...given });
      isDebugged ||= !!given.debug;
      return extend(given, tracker, load, isDebugged || isPanel ? recorder : undefined);
    });

  const create = (): PageVitrina => {
    let extension = ownExtension;
    let plugins: Plugin[] = [];
    /** Starts further plugins while the tracker runs. */
    let add: ((more: Plugin[]) => void) | undefined;
    const extended: Plugin = (host) => {
      const undo: (Stop | void)[] = [() => (add = undefined)];
      add = (more) => more.forEach((plugin) => undo.push(plugin(host)));
      add(plugins);
      return all(undo);
    };
    const tracker = createVitrina(({ pageViews, clicks: marks }) => [pages(pageViews), clicks(marks), extended]);
    const { initialize } = tracker;
    let isRecorded = false;
    const start = createStart?.(tracker, trackers, load);
    Object.assign(tracker, {
      library: LIBRARY,
      trackers,
      heard: recorder,
      // Asynchronous, so that a wrong option rejects the promise and never throws in the page.
      async initialize(businessId: string, callOptions?: object) {
        clearTimeout(hint);
        const allOptions: Partial<TrackerOptions> = { ...options, ...callOptions };
        isDebugged ||= !!allOptions.debug;
        const name: unknown = allOptions.consent;
        if (typeof name === 'string' && !/^(granted|denied|pending)$/.test(name))
          allOptions.consent = loadConsentSource(name, allOptions);
        const begin = () => {
          // A running tracker was extended when it started. One that was stopped is extended again.
          if (!tracker.isInitialized) {
            plugins = extension?.(allOptions, tracker) ?? [];
            // Record its signals, and load the files that show them.
            if (!isRecorded && (isDebugged || isPanel)) {
              isRecorded = true;
              for (const signal of ['event', 'delivered', 'dropped'] as const)
                tracker.on(signal, (...values: unknown[]) => recorder.push([signal, values, businessId] as Recorded));
              if (isDebugged) load('debug');
            }
          }
          return initialize(businessId, allOptions);
        };
        await (start ? start(businessId, allOptions, begin) : begin());
        // Only now, because a tracker whose options were refused must not block another tag of the same business.
        trackers[businessId] ??= tracker as PageVitrina;
      },
      extend(later: Extension, given: Partial<TrackerOptions>) {
        if (!tracker.isInitialized) extension = later;
        else if (!extension) {
          plugins = later(given, tracker);
          extension = later;
          add?.(plugins);
        }
      },
    });
    if (isPanel) {
      for (const name of 'track identify initialize'.split(' ') as ['track', 'identify', 'initialize']) {
        const method = tracker[name] as (...values: unknown[]) => Promise<unknown>;
        tracker[name] = (...values: unknown[]) => {
          const result = method(...values);
          recorder.push([name, values, result] as Recorded);
          return result as never;
        };
      }
    }
    return tracker as PageVitrina;
  };

  if (!earlier) {
    if (!id) hint = setTimeout(() => log(NO_ID), HINT_DELAY_MS);
    const vitrina = create();
    page.vitrina = vitrina;
    if (isStub(existing)) {
      // A page whose stub is a function goes on calling `vitrina` as a function.
      if (typeof existing === 'function') {
        page.vitrina = Object.defineProperties(
          (name: 'track', ...values: ['a.b']) => vitrina[name]?.(...values),
          Object.getOwnPropertyDescriptors(vitrina),
        );
      }
      replay(existing, vitrina);
    }
    if (id) vitrina.initialize(id).catch(log);
  } else if (id) {
    const running = trackers[id];
    // Otherwise it is the tag of another business, or the first one with an id.
    const tracker = running ?? (Object.keys(trackers)[0] ? create() : earlier);
    const given = { ...options };
    try {
      if (ownExtension) tracker.extend(ownExtension, given);
    } catch (error) {
      log(error);
    }
    // A second tag of the same business: its tracker keeps running with the first tag's options.
    if (running) recorder.push(['again', [given], id]);
    else tracker.initialize(id, options).catch(log);
  }
  if (isPanel) load('panel');
};
