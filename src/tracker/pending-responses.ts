import type { Response } from '../types/tracker.js';

/** Every call is answered within this time. */
const RESPONSE_TIMEOUT_MS = 3_000;

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

/** The answer to a call that failed. */
export const toFailure = (type: string, parameter: string, description: string): Response =>
  toResponse({ failed: true, errors: [{ type, parameter, description }] });

/** The promises of calls whose events are on their way. `isStored` tells whether an event may be left to itself. */
export const createPendingResponses = (isStored: (id: string) => boolean) => {
  const waiting = new Map<string, { answer: (response: Response) => void; until: number }>();
  let isTiming = false;
  const resolve = (id: string, response: Response) => {
    waiting.get(id)?.answer(response);
    waiting.delete(id);
  };
  /** One timer for all: to set one at each call costs as much as the rest of the answer. */
  const time = (ms: number) => {
    isTiming = true;
    setTimeout(() => {
      isTiming = false;
      for (const [id, { until }] of waiting) {
        const left = until - performance.now();
        if (left > 0) return time(left);
        const stored = isStored(id);
        resolve(id, toResponse({ id, stored, queued: stored }));
      }
    }, ms);
  };
  return {
    /** The promise of a call. */
    create: (id: string): Promise<Response> =>
      new Promise((answer) => {
        waiting.set(id, { answer, until: performance.now() + RESPONSE_TIMEOUT_MS });
        if (!isTiming) time(RESPONSE_TIMEOUT_MS);
      }),
    resolve,
    /**
     * Resolves `id` like `other`. If `other` is an earlier page's, answers `queued` while it is stored.
     * @returns `false` where nothing is known of `other`
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
