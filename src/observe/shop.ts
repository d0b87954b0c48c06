import { attempt } from '../base/attempt.js';
import type { Env } from '../base/env.js';
import { browserEnv } from '../browser/env.js';
import { all, listen } from '../browser/listen.js';
import { createIds } from '../events/ids.js';
import type { Plugin, PluginHost, Stop } from '../types/tracker.js';
import type { Adapter, Emit } from './adapter.js';
import type { LedgerHost } from './ledger/ledger-host.js';
import { createLedger } from './ledger/ledger.js';
import type { Ledger } from './ledger/ledger.js';
import { readEvent } from './ledger/read-tracked-event.js';
import { SENT } from './ledger/report-fact.js';
import { createMemories } from './page/memory.js';
import { createRequestWatch } from './page/watch-requests.js';

export interface ShopOptions extends Pick<LedgerHost, 'delivery' | 'report'> {
  /** The name under which the shop's server integration knows its products and orders. Default: the name of the platform. */
  source?: string;
}

/** Observes a shop through its adapters. One ledger for as long as the page lives, however often the plugin is started. */
export const createShop = (
  adapters: Adapter[],
  { source, delivery, report }: ShopOptions = {},
  env: Env = browserEnv(),
) => {
  let host: PluginHost | undefined;
  let ledger: Ledger | undefined;
  const requests = createRequestWatch();
  // Not before the plugin is started, since it reads storage, and the visitor may not yet have agreed.
  const openLedger = (prefix: string) =>
    (ledger ??= createLedger({
      platform: source,
      delivery,
      report,
      prefix,
      now: env.now,
      storage: env.storage,
      uuid: createIds(env),
      address: () => location.href,
      isEarly: () => document.readyState === 'loading' && adapters.some((adapter) => adapter.platform),
      observe: (action, props, source) => host?.observe(action, props, source),
    }));

  const plugin: Plugin = (given) => {
    host = given;
    // Only by the session it is sure that the visitor has not denied on an earlier page.
    if (!given.session) return;
    const { join, turn, flush, heed, forget, stop } = openLedger(given.storagePrefix);
    const { memoryOf, follow, stop: close } = createMemories(env.storage, given.storagePrefix);
    const meet = (session: string) => {
      if (!follow(session)) return;
      // Another person's cart is nobody's business, nor what was still to be told of it.
      stop();
      forget();
    };
    meet(given.session);
    const undo: Stop[] = [];
    /** What an adapter hears late, from a promise of the page's, is then neither told nor kept. */
    let isOver = false;
    const waiting = new Set(adapters);
    const turns = new Set<() => void>();
    const turned = (callback: () => void): Stop => {
      turns.add(callback);
      return () => turns.delete(callback);
    };
    const look = () => {
      const found = [...waiting].filter((adapter) => attempt(adapter.detect));
      // All are known before the first speaks, so that weaker ones wait for stronger ones.
      const emits = found.map(join).map(
        (emit): Emit =>
          (fact, source) =>
            void (isOver || emit(fact, source)),
      );
      found.forEach((adapter, index) => {
        waiting.delete(adapter);
        const end = attempt(() => adapter.start(emits[index] as Emit, turned, memoryOf(adapter.name), requests));
        if (end) undo.push(end);
      });
    };
    look();
    // While capturing, so that what waited goes out with what the tracker sends as the page goes away.
    const early = { capture: true };
    undo.push(
      listen(document, 'DOMContentLoaded', look),
      listen(window, 'load', look),
      listen(window, 'visibilitychange', () => document.visibilityState === 'hidden' && flush(false), early),
      listen(window, 'pagehide', () => flush(true), early),
      listen(window, 'pageshow', (event: PageTransitionEvent) => event.persisted && flush(false)),
      given.on('session-set', meet),
      given.on('event', (event) => {
        if (event.action === 'page.viewed') {
          turn();
          turns.forEach((callback) => callback());
        }
        const fact = SENT.includes(event.observed_by) && readEvent(event);
        if (fact) heed(fact, event.observed_by);
      }),
      stop,
      close,
      () => (isOver = true),
    );
    return all(undo);
  };

  return { plugin, lastProduct: () => ledger?.lastProduct(), cart: () => ledger?.cart() };
};
