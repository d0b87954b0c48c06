import { isObject } from '../base/json.js';
import { log } from '../base/log.js';
import type { Vitrina } from '../types/tracker.js';

type Queued = [name: string, values: ArrayLike<unknown>, time?: number, resolve?: (result: unknown) => void];

/** What stood in for the script until it came: an object or a function with a list `q`. */
export interface Stub {
  q: ArrayLike<unknown> | { push: (call: unknown) => void };
}

export const isStub = (value: unknown): value is Stub =>
  (typeof value === 'function' || isObject(value)) && Array.isArray((value as unknown as Stub).q);

/** Carries out the calls that a stub has kept, consent first, and those that still reach it later. */
export const replay = (stub: Stub, tracker: Vitrina) => {
  const run = (call: unknown) => {
    try {
      const [name, values, time, resolve] = toQueued(call);
      const given = Array.from(values);
      // When it was called, not when the script came.
      const [action, props = {}] = given;
      if (name === 'track' && time && isObject(props))
        given.splice(0, 2, action, { tracked_at: time / 1000, ...props });
      const result = (tracker as unknown as Record<string, (...values: unknown[]) => unknown>)[name]?.(...given);
      if (resolve) resolve(result);
      // Nobody waits for it, so nobody would see that it was called wrongly.
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

/** A tag manager's function stub keeps bare `arguments`: a name and what follows it. */
const toQueued = (call: unknown): Queued => {
  if (Array.isArray(call)) return call as unknown as Queued;
  const [name, ...values] = Array.from(call as ArrayLike<unknown>);
  return [String(name), values];
};
