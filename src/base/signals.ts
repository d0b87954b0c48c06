import type { Signals, Stop } from '../types/tracker.js';

const NAMES = 'session-set utm-set user-set consent-set moved event delivered dropped';

/**
 * Creates the list of subscribers of each signal. Signals named `…-set` describe a state, so a new subscriber gets their last
 * values at once. `report` gets what a subscriber throws.
 */
export const createSignals = (report: (error: unknown) => void) => {
  const callbacks = new Map(NAMES.split(' ').map((name) => [name, new Set<unknown>()]));
  const last: Record<string, unknown[]> = {};
  const call = (callback: unknown, values: unknown[]) => {
    try {
      (callback as (...values: unknown[]) => void)(...values);
    } catch (error) {
      report(error);
    }
  };
  return {
    on<N extends keyof Signals>(name: N, callback: (...values: Signals[N]) => void): Stop {
      const list = callbacks.get(name);
      if (!list) throw new TypeError(`on: there is no "${name}"; use one of ${NAMES}`);
      list.add(callback);
      if (last[name]) call(callback, last[name]);
      return () => void list.delete(callback);
    },
    remove: (name: string, callback: unknown) => void callbacks.get(name)?.delete(callback),
    /** Returns `false` if the signal has no subscribers, so that its values need not be prepared. */
    isHeard: (name: keyof Signals) => !!callbacks.get(name)?.size,
    emit<N extends keyof Signals>(name: N, ...values: Signals[N]) {
      if (name.endsWith('-set')) last[name] = values;
      for (const callback of [...(callbacks.get(name) as Set<unknown>)]) call(callback, values);
    },
  };
};

export type SignalBox = ReturnType<typeof createSignals>;
export type Emit = SignalBox['emit'];
