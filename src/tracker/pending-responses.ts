import { attempt } from '../base/attempt.js';
import type { Response } from '../types/tracker.js';

/** Every call gets its response within this time. */
const RESPONSE_TIMEOUT_MS = 3_000;

/** The time in ms, for durations. A page may have a variable `performance` of its own, which then replaces the browser's. */
const elapsed = (): number => attempt(() => performance.now()) ?? Date.now();

/** Returns a response with these fields. The other fields say that nothing has happened yet. */
export const toResponse = (fields: Partial<Response>): Response => ({
  id: '',
  succeeded: false,
  failed: false,
  queued: false,
  stored: false,
  status: 0,
  data: null,
  errors: [],
  ...fields,
});

/** Returns the response to a call that failed. */
export const toFailure = (type: string, parameter: string, description: string): Response =>
  toResponse({ failed: true, errors: [{ type, parameter, description }] });

/**
 * Creates the promises of calls whose events are not delivered yet. `isStored` returns whether an event is in storage: after the
 * timeout such an event is answered as `queued`.
 */
export const createPendingResponses = (isStored: (id: string) => boolean) => {
  const waiting = new Map<string, { answer: (response: Response) => void; until: number }>();
  let isTiming = false;
  const resolve = (id: string, response: Response) => {
    waiting.get(id)?.answer(response);
    waiting.delete(id);
  };
  /** Starts the one timer for all calls. A timer for each call would cost as much as the rest of its response. */
  const time = (ms: number) => {
    isTiming = true;
    setTimeout(() => {
      isTiming = false;
      for (const [id, { until }] of waiting) {
        const left = until - elapsed();
        if (left > 0) return time(left);
        const stored = isStored(id);
        resolve(id, toResponse({ id, stored, queued: stored }));
      }
    }, ms);
  };
  return {
    /** Returns the promise of a call's response. It never rejects. */
    create: (id: string): Promise<Response> =>
      new Promise((answer) => {
        waiting.set(id, { answer, until: elapsed() + RESPONSE_TIMEOUT_MS });
        if (!isTiming) time(RESPONSE_TIMEOUT_MS);
      }),
    /** Resolves the promise of the call `id`, if it is still pending. */
    resolve,
    /**
     * Resolves `id` with the response of `other`. If `other` is an event of an earlier page, resolves `id` as `queued`.
     * @returns `false` if `other` is neither pending on this page nor stored
     */
    resolveWith(id: string, other: string) {
      const first = waiting.get(other);
      if (first) {
        const { answer } = first;
        first.answer = (response) => {
          answer(response);
          resolve(id, response);
        };
        return true;
      }
      const stored = isStored(other);
      if (stored) resolve(id, toResponse({ id: other, stored, queued: stored }));
      return stored;
    },
  };
};

export type PendingResponses = ReturnType<typeof createPendingResponses>;
