import { isPlainObject } from '../core/copy';
import type { Vitrina } from '../types';

type Queued = [name: string, values: ArrayLike<unknown>, time?: number, resolve?: (result: unknown) => void];

/** What stood in for the script until it came: an object or a function with a list `q`. */
export interface Stub {
  q: ArrayLike<unknown> | { push: (call: unknown) => void };
}

export const isStub = (value: unknown): value is Stub =>
  (typeof value === 'function' || isPlainObject(value)) && Array.isArray((value as unknown as Stub).q);

/** Carries out the calls that a stub has kept, consent first, and those that still reach it later. */
export const replay = (stub: Stub, tracker: Vitrina, complain: (error: unknown) => void) => {
  const run = (call: Queued) => {
    const [name, values, time, resolve] = call;
    try {
      const [first, props = {}, ...others] = Array.from(values);
      const timed =
        name === 'track' && time && isPlainObject(props) ? [first, { tracked_at: time / 1000, ...props }] : undefined;
      const method = (tracker as unknown as Record<string, unknown>)[name];
      if (typeof method !== 'function') throw new TypeError(`there is no method "${name}"`);
      const result: unknown = (method as (...values: unknown[]) => unknown)(
        ...(timed ?? [first, props, ...others].slice(0, values.length)),
      );
      if (resolve) resolve(result);
      // Nobody waits for these, so nobody would see that they were called wrongly.
      else if (result instanceof Promise) result.catch(complain);
    } catch (error) {
      complain(error);
    }
  };
  const calls = Array.from(stub.q as ArrayLike<unknown>, toQueued);
  for (const call of calls.filter(isConsent)) run(call);
  for (const call of calls.filter((call) => !isConsent(call))) run(call);
  stub.q = { push: (call) => run(toQueued(call)) };
};

const isConsent = ([name]: Queued) => name === 'consent';

/** A tag manager's function stub keeps bare `arguments`: a name and what follows it. */
const toQueued = (call: unknown): Queued => {
  if (Array.isArray(call)) return call as unknown as Queued;
  const [name, ...values] = Array.from(call as ArrayLike<unknown>);
  return [String(name), values];
};
