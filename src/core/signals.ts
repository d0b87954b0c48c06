import type { Signals, Stop } from '../types';

/** Any subscriber. */
type Callback = (...values: never) => void;

const NAMES: (keyof Signals)[] = ['session-set', 'utm-set', 'user-set', 'consent-set', 'event', 'delivered', 'dropped'];

/** Subscribers and the last words of the signals that describe a state. `report` hears what a subscriber throws. */
export const createSignals = (report: (error: unknown) => void) => {
  const callbacks = new Map<string, Set<Callback>>();
  const last = new Map<string, unknown[]>();
  const call = (callback: Callback, values: unknown[]) => {
    try {
      callback(...(values as never));
    } catch (error) {
      report(error);
    }
  };
  const remove = (name: string, callback: Callback) => void callbacks.get(name)?.delete(callback);
  return {
    on<N extends keyof Signals>(name: N, callback: (...values: Signals[N]) => void): Stop {
      if (!NAMES.includes(name)) {
        throw new TypeError(`on: there is no signal "${String(name)}"; use one of ${NAMES.join(', ')}`);
      }
      if (!callbacks.has(name)) callbacks.set(name, new Set());
      callbacks.get(name)?.add(callback);
      const said = last.get(name);
      if (said) call(callback, said);
      return () => remove(name, callback);
    },
    remove,
    emit<N extends keyof Signals>(name: N, ...values: Signals[N]) {
      if (name.endsWith('-set')) last.set(name, values);
      for (const callback of [...(callbacks.get(name) ?? [])]) call(callback, values);
    },
  };
};

export type SignalHub = ReturnType<typeof createSignals>;
