import { isObject } from '../base/json.js';
import { log } from '../base/log.js';
import type { Vitrina } from '../types/tracker.js';

type Queued = [name: string, values: ArrayLike<unknown>, time?: number, resolve?: (result: unknown) => void];

/** What the page calls until the script has loaded: an object or a function that keeps the calls in `q`. */
export interface Stub {
  q: ArrayLike<unknown> | { push: (call: unknown) => void };
}

export const isStub = (value: unknown): value is Stub =>
  (typeof value === 'function' || isObject(value)) && Array.isArray((value as unknown as Stub).q);

/** Runs the calls that a stub has kept, consent first, and from then on each call at once. */
export const replay = (stub: Stub, tracker: Vitrina) => {
  const run = (call: unknown) => {
    try {
      const [name, values, time, resolve] = toQueued(call);
      const args = Array.from(values);
      // An event happened when the page called the stub, not when the script loaded.
      const [action, props = {}] = args;
      if (name === 'track' && time && isObject(props)) args.splice(0, 2, action, { tracked_at: time / 1000, ...props });
      const result = (tracker as unknown as Record<string, (...values: unknown[]) => unknown>)[name]?.(...args);
      if (resolve) resolve(result);
      // The page has no promise for this call, so a rejection is logged.
      else if (result instanceof Promise) result.catch(log);
    } catch (error) {
      log(error);
    }
  };
  const calls = Array.from(stub.q as ArrayLike<unknown>);
  const isConsent = (call: unknown) => (call as unknown[] | null)?.[0] === 'consent';
  for (const call of [...calls.filter(isConsent), ...calls.filter((call) => !isConsent(call))]) run(call);
  stub.q = { push: run };
};

/** Reads a kept call. A tag manager's function stub keeps its bare `arguments`: the method's name, then its values. */
const toQueued = (call: unknown): Queued => {
  if (Array.isArray(call)) return call as unknown as Queued;
  const [name, ...values] = Array.from(call as ArrayLike<unknown>);
  return [String(name), values];
};
