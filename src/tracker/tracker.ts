import type { Env } from '../base/env.js';
import { createGuard } from '../base/guard.js';
import { log } from '../base/log.js';
import { createSignals } from '../base/signals.js';
import { browserEnv } from '../browser/env.js';
import { all, whenActivated } from '../browser/listen.js';
import { createStorage } from '../browser/storage.js';
import { createIds } from '../events/ids.js';
import { tellTabs } from '../privacy/consent-tabs.js';
import type { Consent, Plugin, PluginHost, Stop, TrackerOptions, Vitrina } from '../types/tracker.js';
import { createJar } from '../visitor/cookies.js';
import { erase } from '../visitor/erase.js';
import type { Jar } from '../visitor/jar.js';
import { decorate } from '../visitor/session-link.js';
import { PREFIX } from '../visitor/session.js';
import { createCalls } from './calls.js';
import { checkOptions } from './check-options.js';
import { startEngine } from './deferred-pipeline.js';
import type { Engine } from './deferred-pipeline.js';
import type { Destination } from './destination.js';
import { createAnswers } from './pending-responses.js';
import { watchPage } from './watch-page.js';

const isAnswer = (value: unknown): value is 'granted' | 'denied' => value === 'granted' || value === 'denied';

/** A tracker that keeps calls until it is started. `defaults` are the plugins where the options name none. */
export const createVitrina = (
  defaults: (options: TrackerOptions) => Plugin[],
  // Nothing of the page is touched before it is used.
  env: Env = browserEnv(),
): Vitrina => {
  const isPage = typeof document !== 'undefined';
  const uuid = createIds(env);
  let businessId: string | undefined;
  let options = {} as TrackerOptions;
  /** Made when it is first needed, like all that touches the visitor's data. */
  let jar: Jar | undefined;
  let consent: Consent | undefined;
  /** `false` while consent is what the shop assumes. */
  let isAnswered = false;
  /** Sessions that were given: by the link that led here, by the option, by another tab. */
  const given: unknown[] = [];
  const answered = () => (isAnswered ? consent : undefined);
  let engine: Engine | undefined;
  /** The query that the visitor came with, should consent come late. */
  let landing = '';
  const undo: Stop[] = [];
  /** Ends the source of consent, and the watch for answers that are given in other tabs. */
  const unwatch: Stop[] = [];
  const isOutside = () => typeof options.consent === 'function';
  const warn = (message: unknown) => options.debug && log(message, true);
  const signals = createSignals(warn);
  const answers = createAnswers((id) => !!engine?.isStored(id));

  const calls = createCalls(env, uuid, answers, warn, () => {
    decide();
    return { engine, isDenied: consent === 'denied', isInitialized: !!businessId };
  });

  const guard = createGuard(warn);

  const prefix = () => options.cookie?.prefix ?? options.destination?.prefix ?? PREFIX;

  const start = () => {
    // Calls need the answer before anything else is done.
    if (calls.isWaiting()) decide();
    if (!businessId || engine || consent === 'denied') return;
    const { plugins = defaults(options) } = options;
    const openJar = () => {
      decide();
      return consent === 'granted' ? jar : undefined;
    };
    const context = { businessId, options, env, uuid, signals, answers, answered, given, warn };
    const running = (engine = startEngine(context, prefix(), landing, openJar));
    undo.push(running.stop);
    calls.replay(running);
    const host: PluginHost = {
      options,
      get session() {
        return running.session();
      },
      prefix: prefix(),
      storagePrefix: `vitrina:1:${businessId}:~`,
      on: signals.on,
      observe: guard((...seen) => calls.observe(running, ...seen)),
      moved: guard(running.moved),
    };
    for (const plugin of plugins) undo.push(guard(guard(plugin)(host) || (() => {})));
    // What a plugin has observed may have shown that the visitor has denied.
    if (engine !== running) stop();
  };

  const stop = () => {
    all(undo)();
    engine = undefined;
  };

  /** `keep`: the visitor has said so, and later pages should know. */
  const setConsent = (answer: Consent, keep?: boolean) => {
    const isNew = answer !== consent;
    consent = answer;
    isAnswered = true;
    if (!businessId) return;
    if (keep && !isOutside()) jar?.keep('consent', answer);
    if (!isNew) return;
    if (answer === 'granted') {
      if (!undo[0]) undo.push(whenActivated(start));
    } else if (answer === 'pending') {
      // What is stored waits for the answer too.
      stop();
    } else {
      engine?.clear();
      stop();
      calls.abandon('consent', 'consent was denied');
      erase(jar, [env.storage, createStorage('sessionStorage')], `vitrina:1:${businessId}:`);
    }
    signals.emit('consent-set', answer);
  };

  /** Finds out what the visitor has allowed, now or on an earlier page. */
  const decide = () => {
    if (!businessId || jar) return;
    const destination = options.destination as Destination | undefined;
    jar = createJar({ ...options.cookie, prefix: prefix() }, env.storage);
    jar = destination?.cookies(jar) ?? jar;
    const before = consent;
    consent = undefined;
    if (typeof options.consent === 'function') {
      unwatch.push(guard(options.consent)((answer) => setConsent(answer)) || (() => {}));
      return;
    }
    const answers = [options.consent === 'denied' && 'denied', before, jar.read('consent'), jar.readKept('consent')];
    const known = answers.find(isAnswer);
    setConsent(known ?? options.consent ?? 'granted', !!before);
    isAnswered = !!known;
  };

  /** Takes over what the visitor has answered in another tab. */
  const followTabs = (told?: string, session?: string) => {
    given[2] = session;
    const answer = isOutside() ? undefined : (told ?? jar?.read('consent') ?? jar?.readKept('consent'));
    // An option that denies holds until this page is told otherwise.
    if (isAnswer(answer) && options.consent !== 'denied') setConsent(answer);
  };

  return {
    // An async function, so that a mistake is a rejection and never an exception in the page.
    async initialize(id, more = {}) {
      if (!isPage) return;
      const unknown = checkOptions(id, more);
      if (businessId) {
        if (businessId !== id) throw new TypeError(`"${businessId}" runs already; use createTracker for "${id}"`);
        decide();
        if (typeof more.consent === 'string') setConsent(more.consent);
        return;
      }
      businessId = id;
      options = more as TrackerOptions;
      // Another option is newer than the link.
      if (given[1] !== options.session) given.splice(0, 2, undefined, options.session);
      landing = location.search;
      for (const [name] of unknown) warn(`there is no option "${name}"`);
      unwatch.push(watchPage(() => engine, followTabs, prefix()));
      // What most visitors have allowed begins at once; whether this one has denied it is read after the page is drawn.
      if ((consent ?? options.consent ?? 'granted') === 'granted') undo.push(whenActivated(start));
      else decide();
    },
    track: calls.track,
    identify: calls.identify,
    forget: calls.forget,
    reset: calls.reset,
    consent(answer) {
      if (!isPage || !isAnswer(answer)) return;
      decide();
      setConsent(answer, true);
      if (jar) tellTabs(env.storage, jar.prefix, answer, engine?.session());
    },
    decorate: (url) =>
      isPage
        ? decorate(url, { session: engine?.session(), prefix: prefix(), now: env.now(), base: document.baseURI })
        : String(url),
    flush: async () => engine?.flush(),
    on: signals.on,
    removeEventListener: signals.remove,
    stop() {
      stop();
      all(unwatch)();
      businessId = consent = jar = undefined;
    },
    get session() {
      return engine?.session();
    },
    get user() {
      return engine?.user();
    },
    get isInitialized() {
      return !!businessId;
    },
  };
};
