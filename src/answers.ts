import type { Response } from './types.js';

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
  const waiting = new Map<string, (response: Response) => void>();
  const give = (id: string, response: Response) => {
    waiting.get(id)?.(response);
    waiting.delete(id);
  };
  return {
    expect: (id: string): Promise<Response> =>
      new Promise((resolve) => {
        waiting.set(id, resolve);
        // Says nothing to those who have their answer.
        setTimeout(() => {
          const stored = isStored(id);
          give(id, toResponse({ id, stored, queued: stored }));
        }, PATIENCE);
      }),
    give,
  };
};

export type Answers = ReturnType<typeof createAnswers>;
