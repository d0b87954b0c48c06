import { browserEnv } from '../browser/env.js';
import { all, listen } from '../browser/lifecycle.js';
import type { Env } from '../core/env.js';
import { createIds } from '../core/ids.js';
import type { Plugin, PluginHost, Stop } from '../types.js';
import type { Adapter } from './facts.js';
import { createLedger } from './ledger.js';
import type { LedgerHost } from './ledger-host.js';

export interface ShopOptions extends Partial<Pick<LedgerHost, 'source' | 'delivery' | 'report'>> {
  /** Begins the keys in storage, and should be the tracker's, so that it all goes when consent is withdrawn. */
  prefix?: string;
}

/** Observes a shop through its adapters. One ledger for as long as the page lives, however often the plugin is started. */
export const createShop = (adapters: Adapter[], options: ShopOptions = {}, env: Env = browserEnv()) => {
  let host: PluginHost | undefined;
  const ledger = createLedger({
    prefix: 'vitrina:1:shop:~',
    ...options,
    now: env.now,
    storage: env.storage,
    uuid: createIds(env),
    address: () => location.href,
    observe: (action, props, by) => host?.observe(action, props, by),
  });

  const plugin: Plugin = (given) => {
    host = given;
    const undo: Stop[] = [];
    const waiting = new Set(adapters);
    const turns = new Set<() => void>();
    const turned = (callback: () => void): Stop => {
      turns.add(callback);
      return () => turns.delete(callback);
    };
    const look = () => {
      for (const adapter of [...waiting]) {
        try {
          if (!adapter.detect()) continue;
          waiting.delete(adapter);
          undo.push(adapter.start(ledger.join(adapter), turned));
        } catch {
          // Of the page's making, and for the page to see.
        }
      }
    };
    look();
    // While capturing, so that what waited goes out with what the tracker sends as the page goes away.
    const early = { capture: true };
    undo.push(
      listen(document, 'DOMContentLoaded', look),
      listen(window, 'load', look),
      listen(window, 'visibilitychange', () => document.visibilityState === 'hidden' && ledger.flush(false), early),
      listen(window, 'pagehide', () => ledger.flush(true), early),
      listen(window, 'pageshow', (event: PageTransitionEvent) => event.persisted && ledger.flush(false)),
      given.on('event', ({ action }) => action === 'page.viewed' && turns.forEach((callback) => callback())),
      ledger.stop,
    );
    return all(undo);
  };

  return { plugin, lastProduct: ledger.lastProduct, cart: ledger.cart };
};
