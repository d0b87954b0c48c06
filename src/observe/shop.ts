import { attempt } from '../base/attempt.js';
import type { Env } from '../base/env.js';
import { browserEnv } from '../browser/env.js';
import { afterFrame, all, listen } from '../browser/listen.js';
import { ofDocument } from '../browser/of-document.js';
import { createIds } from '../events/ids.js';
import type { Plugin, PluginHost, Stop } from '../types/tracker.js';
import type { Adapter, Emit } from './adapter.js';
import { AT_ONCE_MS } from './ledger/find-duplicate.js';
import type { LedgerHost } from './ledger/ledger-host.js';
import { createLedger } from './ledger/ledger.js';
import type { Ledger } from './ledger/ledger.js';
import { readTrackedEvent } from './ledger/read-tracked-event.js';
import { TRACKED_BY_SHOP } from './ledger/report-fact.js';
import { createMemories } from './page/memory.js';
import { createRequestWatch } from './page/watch-requests.js';

/** The options of `createShop`. */
export interface ShopOptions extends Pick<LedgerHost, 'delivery' | 'report'> {
  /** The name under which the shop's server integration knows its products and orders. Default: the name of the platform. */
  source?: string;
}

/**
 * Observes a shop through its adapters. The page has one ledger, however often the plugin is started.
 * @returns the plugin, and getters of the product viewed last and of the cart; both give `undefined` before the plugin has started
 * @example
 * ```ts
 * import vitrina from 'vitrina';
 * import { createShop, dataLayer, productPage } from 'vitrina/observe';
 *
 * const shop = createShop([dataLayer(), productPage()]);
 * void vitrina.initialize('xy76ks', { endpoint: 'https://events.example.com/v1/events', plugins: [shop.plugin] });
 * ```
 */
export const createShop = (
  adapters: Adapter[],
  { source, delivery, report }: ShopOptions = {},
  env: Env = browserEnv(),
) => {
  let host: PluginHost | undefined;
  let ledger: Ledger | undefined;
  let lastGesture: number | undefined;
  const requests = createRequestWatch();
  // The ledger is opened when the plugin starts. It reads storage, which the visitor may not have allowed before.
  const openLedger = (prefix: string) =>
    (ledger ??= createLedger({
      platform: source,
      delivery,
      report,
      prefix,
      now: env.now,
      lastGesture: () => lastGesture,
      storage: env.storage,
      uuid: createIds(env),
      address: () => location.href,
      isChanging: requests.isChanging,
      isEarly: () => ofDocument('readyState') === 'loading' && adapters.some((adapter) => adapter.platform),
      observe: (action, props, observer) => host?.observe(action, props, observer),
    }));

  const plugin: Plugin = (pluginHost) => {
    host = pluginHost;
    const { session, storagePrefix, on } = pluginHost;
    // Without a session, the visitor may have denied consent on an earlier page.
    if (!session) return;
    const { addSource, currentPage, flush, noteTracked, forget, stop } = openLedger(storagePrefix);
    const { memoryOf, follow, stop: close } = createMemories(env.storage, storagePrefix);
    const followVisitor = (next: string) => {
      if (!follow(next)) return;
      // Another visitor: forget the previous visitor's cart and pending reports.
      stop();
      forget();
    };
    followVisitor(session);
    const undo: Stop[] = [];
    /** An adapter may still report after the end, from a promise of the page. Such a fact is dropped. */
    let isOver = false;
    const pending = new Set(adapters);
    const pageCallbacks = new Set<() => void>();
    const onPageChange = (callback: () => void): Stop => {
      pageCallbacks.add(callback);
      return () => pageCallbacks.delete(callback);
    };
    /** 1: the app has moved to another page. 2: that page has begun, and its view has not come yet. Otherwise 0. */
    let move = 0;
    const beginPage = () => {
      currentPage();
      pageCallbacks.forEach((callback) => callback());
    };
    const startDetected = () => {
      const found = [...pending].filter((adapter) => attempt(adapter.detect));
      // All sources are registered before the first of them reports, so that weaker sources wait for stronger ones.
      for (const [adapter, report] of found.map((one) => [one, addSource(one)] as const)) {
        pending.delete(adapter);
        const emit: Emit = (fact, observer) => void (isOver || report(fact, observer));
        const end = attempt(() => adapter.start(emit, onPageChange, memoryOf(adapter.name), requests));
        if (end) undo.push(end);
      }
    };
    startDetected();
    // While capturing: held facts must be reported before the tracker sends what it has as the page goes away.
    const whileCapturing = { capture: true };
    const noteGesture = ({ isTrusted }: Event) => {
      const now = env.now();
      // A click on a label, or on a button with a form, makes further clicks at once.
      if (isTrusted && !(now - Number(lastGesture) < AT_ONCE_MS)) lastGesture = now;
    };
    undo.push(
      listen(window, 'click', noteGesture, whileCapturing),
      listen(document, 'DOMContentLoaded', startDetected),
      listen(window, 'load', startDetected),
      listen(
        window,
        'visibilitychange',
        () => ofDocument('visibilityState') === 'hidden' && flush(false),
        whileCapturing,
      ),
      listen(window, 'pagehide', () => flush(true), whileCapturing),
      listen(window, 'pageshow', (event: PageTransitionEvent) => event.persisted && flush(false)),
      on('session-set', followVisitor),
      // The view of a page within an app waits for its title. The page's scripts get one frame to show it.
      on('moved', () => {
        move = 1;
        afterFrame(() => {
          if (isOver || move !== 1) return;
          move = 2;
          beginPage();
        });
      }),
      on('event', (event) => {
        if (event.action === 'page.viewed') {
          if (move < 2) beginPage();
          move = 0;
        }
        const fact = TRACKED_BY_SHOP.includes(event.observed_by) && readTrackedEvent(event);
        if (fact) noteTracked(fact, event.observed_by);
      }),
      stop,
      close,
      () => (isOver = true),
    );
    return all(undo);
  };

  return { plugin, lastProduct: () => ledger?.lastProduct(), cart: () => ledger?.cart() };
};
