import type { Env } from '../base/env.js';
import { createGuard } from '../base/guard.js';
import { log } from '../base/log.js';
import { createSignals } from '../base/signals.js';
import { keyPrefix } from '../base/storage-keys.js';
import { browserEnv } from '../browser/env.js';
import { all, whenActivated } from '../browser/listen.js';
import { ofDocument } from '../browser/of-document.js';
import { createStorage } from '../browser/storage.js';
import { createIds } from '../events/ids.js';
import { tellTabs } from '../privacy/consent-tabs.js';
import { createConsent, isAnswer } from '../privacy/consent.js';
import type { Plugin, PluginHost, Stop, TrackerOptions, Vitrina } from '../types/tracker.js';
import { createJar } from '../visitor/cookies.js';
import { erase } from '../visitor/erase.js';
import type { GivenSessions } from '../visitor/identity.js';
import type { Jar } from '../visitor/jar.js';
import { decorate } from '../visitor/session-link.js';
import { PREFIX } from '../visitor/session.js';
import { createCalls } from './calls.js';
import { checkOptions } from './check-options.js';
import type { SharedParts } from './context.js';
import { deferPipeline } from './deferred-pipeline.js';
import type { DeferredPipeline } from './deferred-pipeline.js';
import type { Destination } from './destination.js';
import { createPendingResponses } from './pending-responses.js';
import { createViewMemory } from './restart.js';
import { watchPage } from './watch-page.js';

/** Creates a tracker that buffers calls until it starts. `defaults` returns the plugins if the options contain none. */
export const createVitrina = (
  defaults: (options: TrackerOptions) => Plugin[],
  // `browserEnv` touches nothing of the page before its functions are called.
  env: Env = browserEnv(),
): Vitrina => {
  const isPage = typeof document !== 'undefined';
  let businessId: string | undefined;
  let options = {} as TrackerOptions;
  /** Created when it is first needed, because it touches the visitor's data. */
  let jar: Jar | undefined;
  const given: GivenSessions = {};
  let running: DeferredPipeline | undefined;
  /** The query of the page at `initialize`; consent may come after the page has navigated. */
  let landing = '';
  const undo: Stop[] = [];
  /** Stops watching the page and other tabs. */
  const unwatch: Stop[] = [];
  const warn = (message: unknown) => options.debug && log(message, true);
  const guard = createGuard(warn);
  const signals = createSignals(warn);
  const views = createViewMemory(env.now, () => businessId + location.href);
  const responses = createPendingResponses((id) => !!running?.opened()?.isStored(id));
  const shared: SharedParts = { env, uuid: createIds(env), signals, responses, given, warn };
  const prefix = () => options.cookie?.prefix ?? options.destination?.prefix ?? PREFIX;
  const openJar = (): Jar => {
    if (!jar) {
      const own = createJar({ ...options.cookie, prefix: prefix() }, env.storage, businessId);
      jar = (options.destination as Destination | undefined)?.cookies(own) ?? own;
    }
    return jar;
  };
  const session = () => running?.open()?.identity.session();
  const consent = createConsent(
    () => {
      const { consent } = options;
      return typeof consent === 'function' ? guard(consent) : consent;
    },
    openJar,
    (answer) => {
      if (!businessId) return;
      if (answer === 'granted') {
        if (!undo[0]) undo.push(whenActivated(start));
      } else if (answer === 'pending') {
        // Stored events wait for the answer too.
        stop();
      } else {
        guard(() => running?.clear())();
        guard(stop)();
        calls.abandon('consent', 'consent was denied');
        erase(jar, [env.storage, createStorage('sessionStorage')], keyPrefix(businessId));
      }
      signals.emit('consent-set', answer);
    },
  );
  /** Resolves consent after `initialize`, and returns it; `undefined` while it is unknown. */
  const resolveConsent = () => {
    if (businessId) consent.resolve();
    return consent.current();
  };

  const calls = createCalls(shared, () => {
    const isDenied = resolveConsent() === 'denied';
    return { running, isDenied, isInitialized: !!businessId };
  });

  const start = () => {
    // If calls wait, resolve consent first, because they may be replayed only with consent.
    if (calls.isWaiting()) resolveConsent();
    if (!businessId || running || consent.current() === 'denied') return;
    const { plugins = defaults(options) } = options;
    const context = { ...shared, businessId, options, answered: consent.answered };
    const started = (running = deferPipeline(context, prefix(), landing, () =>
      resolveConsent() === 'granted' ? openJar() : undefined,
    ));
    undo.push(started.stop);
    calls.replay(started);
    const host: PluginHost = {
      get session() {
        return session();
      },
      prefix: prefix(),
      storagePrefix: `${keyPrefix(businessId)}~`,
      on: signals.on,
      observe: guard((...seen) => (seen[2] === 'page' && views.isCounted()) || calls.observe(started, ...seen)),
      moved: guard(started.moved),
    };
    for (const plugin of plugins) undo.push(guard(guard(plugin)(host) || (() => {})));
    // An event of a plugin may have opened the pipeline, which resolved consent as denied and stopped it.
    if (running !== started) stop();
  };

  const stop = (isAsked?: boolean) => {
    all(undo)();
    running = undefined;
    views.stop(isAsked && consent.current() === 'granted');
  };

  return {
    // An async function, so that a wrong argument rejects the promise and throws nothing into the page.
    async initialize(id, more = {}) {
      if (!isPage) return;
      const notes = checkOptions(id, more);
      if (businessId) {
        if (businessId !== id) throw new TypeError(`"${businessId}" runs already; use createTracker for "${id}"`);
        resolveConsent();
        if (typeof more.consent === 'string') consent.set(more.consent);
        return;
      }
      businessId = id;
      options = more as TrackerOptions;
      // A changed option `session` is newer than the session of the link.
      if (given.option !== options.session) {
        given.link = undefined;
        given.option = options.session;
      }
      landing = location.search;
      notes.forEach(warn);
      unwatch.push(
        watchPage(
          () => running,
          (answer, otherTab) => {
            given.otherTab = otherTab;
            consent.follow(answer);
          },
          prefix(),
        ),
      );
      // Start at once if the shop assumes consent. A stored denial is read later, when the pipeline opens.
      if ((consent.current() ?? options.consent ?? 'granted') === 'granted') undo.push(whenActivated(start));
      else consent.resolve();
    },
    track: calls.track,
    identify: calls.identify,
    forget: calls.forget,
    reset: calls.reset,
    consent(answer) {
      if (!isPage || !isAnswer(answer)) return;
      resolveConsent();
      consent.set(answer);
      const own = session();
      consent.remember(answer);
      if (jar) tellTabs(env.storage, jar.prefix, answer, own);
    },
    decorate: (url) =>
      isPage
        ? decorate(url, {
            ...{ session: session(), prefix: prefix(), now: env.now(), base: ofDocument('baseURI'), warn },
            domains: [location.hostname, options.linkDomains ?? ''],
          })
        : String(url),
    flush: async () => running?.run(({ delivery }) => delivery.flush()),
    on: signals.on,
    removeEventListener: signals.remove,
    stop() {
      stop(true);
      consent.stop();
      all(unwatch)();
      businessId = jar = undefined;
    },
    get session() {
      return session();
    },
    get user() {
      return running?.open()?.user.get();
    },
    get isInitialized() {
      return !!businessId;
    },
  };
};
