import type { Response } from '../types/tracker.js';

/** Within this many ms every call is answered. */
const PATIENCE = 3_000;

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
export const createAnswers = (isStored: (id: string) => boolean) => {
  const waiting = new Map<string, { resolve: (response: Response) => void; until: number }>();
  let isTiming = false;
  const give = (id: string, response: Response) => {
    waiting.get(id)?.resolve(response);
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
        give(id, toResponse({ id, stored, queued: stored }));
      }
    }, ms);
  };
  return {
    expect: (id: string): Promise<Response> =>
      new Promise((resolve) => {
        waiting.set(id, { resolve, until: performance.now() + PATIENCE });
        if (!isTiming) time(PATIENCE);
      }),
    give,
    /** What becomes of `other`, which is stored, is the answer to `id` too; of an earlier page nobody waits for it here. */
    follow(id: string, other: string) {
      const first = waiting.get(other);
      if (first) {
        const { resolve } = first;
        first.resolve = (response) => {
          resolve(response);
          give(id, response);
        };
        return true;
      }
      const stored = isStored(other);
      if (stored) give(id, toResponse({ id: other, stored, queued: stored }));
      return stored;
    },
  };
};

export type Answers = ReturnType<typeof createAnswers>;
