import type { Env } from '../base/env.js';
import { createGuard } from '../base/guard.js';
import { log } from '../base/log.js';
import { createSignals } from '../base/signals.js';
import { keyPrefix } from '../base/storage-keys.js';
import { browserEnv } from '../browser/env.js';
import { all, whenActivated } from '../browser/listen.js';
import { createStorage } from '../browser/storage.js';
import { createIds } from '../events/ids.js';
import { tellTabs } from '../privacy/consent-tabs.js';
import { createConsent, isAnswer } from '../privacy/consent.js';
import type { ConsentState } from '../privacy/consent.js';
import type { Consent, Plugin, PluginHost, Stop, TrackerOptions, Vitrina } from '../types/tracker.js';
import { createJar } from '../visitor/cookies.js';
import { erase } from '../visitor/erase.js';
import type { GivenSessions } from '../visitor/identity.js';
import type { Jar } from '../visitor/jar.js';
import { decorate } from '../visitor/session-link.js';
import { PREFIX } from '../visitor/session.js';
import { createCalls } from './calls.js';
import { checkOptions } from './check-options.js';
import { deferPipeline } from './deferred-pipeline.js';
import type { DeferredPipeline } from './deferred-pipeline.js';
import type { Destination } from './destination.js';
import { createPendingResponses } from './pending-responses.js';
import { watchPage } from './watch-page.js';

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
  let consent: ConsentState | undefined;
  /** An answer that was given before `initialize`. */
  let earlyAnswer: Consent | undefined;
  const given: GivenSessions = {};
  let running: DeferredPipeline | undefined;
  /** The query that the visitor came with, should consent come late. */
  let landing = '';
  const undo: Stop[] = [];
  /** Ends the source of consent, and the watch for answers that are given in other tabs. */
  const unwatch: Stop[] = [];
  const warn = (message: unknown) => options.debug && log(message, true);
  const guard = createGuard(warn);
  const signals = createSignals(warn);
  const responses = createPendingResponses((id) => !!running?.opened()?.isStored(id));
  const calls = createCalls({
    env,
    uuid,
    responses,
    warn,
    readiness() {
      consent?.resolve();
      return { running, isDenied: currentConsent() === 'denied', isInitialized: !!businessId };
    },
  });

  const currentConsent = () => (consent ? consent.current() : earlyAnswer);
  const prefix = () => options.cookie?.prefix ?? options.destination?.prefix ?? PREFIX;
  const openJar = (): Jar => {
    if (!jar) {
      jar = createJar({ ...options.cookie, prefix: prefix() }, env.storage);
      jar = (options.destination as Destination | undefined)?.cookies(jar) ?? jar;
    }
    return jar;
  };

  const start = () => {
    // Calls need the answer before anything else is done.
    if (calls.isWaiting()) consent?.resolve();
    if (!businessId || running || currentConsent() === 'denied') return;
    const { plugins = defaults(options) } = options;
    const context = {
      businessId,
      options,
      env,
      uuid,
      signals,
      responses,
      answered: () => consent?.answered(),
      given,
      warn,
    };
    const started = (running = deferPipeline(context, prefix(), landing, () => {
      consent?.resolve();
      return currentConsent() === 'granted' ? openJar() : undefined;
    }));
    undo.push(started.stop);
    calls.replay(started);
    const host: PluginHost = {
      options,
      get session() {
        return started.open()?.identity.session();
      },
      prefix: prefix(),
      storagePrefix: `${keyPrefix(businessId)}~`,
      on: signals.on,
      observe: guard((...seen) => calls.observe(started, ...seen)),
      moved: guard(started.moved),
    };
    for (const plugin of plugins) undo.push(guard(guard(plugin)(host) || (() => {})));
    // What a plugin has observed may have shown that the visitor has denied.
    if (running !== started) stop();
  };

  const stop = () => {
    all(undo)();
    running = undefined;
  };

  const onConsent = (answer: Consent) => {
    if (answer === 'granted') {
      if (!undo[0]) undo.push(whenActivated(start));
    } else if (answer === 'pending') {
      // What is stored waits for the answer too.
      stop();
    } else {
      running?.clear();
      stop();
      calls.abandon('consent', 'consent was denied');
      erase(jar, [env.storage, createStorage('sessionStorage')], keyPrefix(businessId as string));
    }
    signals.emit('consent-set', answer);
  };

  return {
    // An async function, so that a mistake is a rejection and never an exception in the page.
    async initialize(id, more = {}) {
      if (!isPage) return;
      const unknown = checkOptions(id, more);
      if (businessId) {
        if (businessId !== id) throw new TypeError(`"${businessId}" runs already; use createTracker for "${id}"`);
        consent?.resolve();
        if (typeof more.consent === 'string') consent?.set(more.consent);
        return;
      }
      businessId = id;
      options = more as TrackerOptions;
      consent = createConsent({
        option: options.consent,
        earlier: earlyAnswer,
        read: () => [openJar().read('consent'), openJar().readKept('consent')].find(isAnswer),
        keep: (answer) => openJar().keep('consent', answer),
        onChange: onConsent,
        guard,
      });
      // Another option is newer than the link.
      if (given.option !== options.session) {
        given.link = undefined;
        given.option = options.session;
      }
      landing = location.search;
      for (const [name] of unknown) warn(`there is no option "${name}"`);
      unwatch.push(
        consent.stop,
        watchPage(
          () => running,
          (answer, session) => {
            given.otherTab = session;
            consent?.follow(answer);
          },
          prefix(),
        ),
      );
      // What most visitors have allowed begins at once; whether this one has denied it is read after the page is drawn.
      if ((earlyAnswer ?? options.consent ?? 'granted') === 'granted') undo.push(whenActivated(start));
      else consent.resolve();
    },
    track: calls.track,
    identify: calls.identify,
    forget: calls.forget,
    reset: calls.reset,
    consent(answer) {
      if (!isPage || !isAnswer(answer)) return;
      if (!consent) earlyAnswer = answer;
      consent?.resolve();
      consent?.set(answer, true);
      if (jar) tellTabs(env.storage, jar.prefix, answer, running?.open()?.identity.session());
    },
    decorate: (url) =>
      isPage
        ? decorate(url, {
            session: running?.open()?.identity.session(),
            prefix: prefix(),
            now: env.now(),
            base: document.baseURI,
          })
        : String(url),
    flush: async () => running?.run(({ delivery }) => delivery.flush()),
    on: signals.on,
    removeEventListener: signals.remove,
    stop() {
      stop();
      all(unwatch)();
      businessId = consent = earlyAnswer = jar = undefined;
    },
    get session() {
      return running?.open()?.identity.session();
    },
    get user() {
      return running?.open()?.user.get();
    },
    get isInitialized() {
      return !!businessId;
    },
  };
};
