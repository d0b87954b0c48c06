import { isObject } from '../core/json.js';
import { say } from '../say.js';
import type { Vitrina } from '../types.js';

type Queued = [name: string, values: ArrayLike<unknown>, time?: number, resolve?: (result: unknown) => void];

/** What stood in for the script until it came: an object or a function with a list `q`. */
export interface Stub {
  q: ArrayLike<unknown> | { push: (call: unknown) => void };
}

export const isStub = (value: unknown): value is Stub =>
  (typeof value === 'function' || isObject(value)) && Array.isArray((value as unknown as Stub).q);

/** Carries out the calls that a stub has kept, consent first, and those that still reach it later. */
export const replay = (stub: Stub, tracker: Vitrina) => {
  const run = ([name, values, time, resolve]: Queued) => {
    try {
      const given = Array.from(values);
      // When it was called, not when the script came.
      if (name === 'track' && time) given[1] = { tracked_at: time / 1000, ...(given[1] as object) };
      const result = (tracker as unknown as Record<string, (...values: unknown[]) => unknown>)[name]?.(...given);
      if (resolve) resolve(result);
      // Nobody waits for it, so nobody would see that it was called wrongly.
      else if (result instanceof Promise) result.catch(say);
    } catch (error) {
      say(error);
    }
  };
  const calls = Array.from(stub.q as ArrayLike<unknown>, toQueued);
  const isConsent = ([name]: Queued) => name === 'consent';
  for (const call of [...calls.filter(isConsent), ...calls.filter((call) => !isConsent(call))]) run(call);
  stub.q = { push: (call) => run(toQueued(call)) };
};

/** A tag manager's function stub keeps bare `arguments`: a name and what follows it. */
const toQueued = (call: unknown): Queued => {
  if (Array.isArray(call)) return call as unknown as Queued;
  const [name, ...values] = Array.from(call as ArrayLike<unknown>);
  return [String(name), values];
};
