import type { ProblemReport, Response } from './types';

/** Within this many ms every call is answered. */
const PATIENCE = 3_000;

export const toResponse = (fields: Partial<Response>): Response => ({
  id: '',
  succeeded: false,
  failed: false,
  queued: false,
  stored: false,
  status: 0,
  data: undefined,
  errors: [],
  ...fields,
});

/** The answer to a call that made no event. */
export const toFailure = (type: string, parameter: string, description: string): Response =>
  toResponse({ failed: true, errors: [{ type, parameter, description } satisfies ProblemReport] });

/** The promises of calls whose events are on their way. */
export const createAnswers = () => {
  const waiting = new Map<
    string,
    { resolve: (response: Response) => void; stored: boolean; timer: ReturnType<typeof setTimeout> }
  >();
  const give = (id: string, fields: Partial<Response>): Response => {
    const call = waiting.get(id);
    const response = toResponse({ id, stored: call?.stored ?? false, ...fields });
    if (call) {
      waiting.delete(id);
      clearTimeout(call.timer);
      call.resolve(response);
    }
    return response;
  };
  return {
    expect: (id: string): Promise<Response> =>
      new Promise((resolve) => {
        const timer = setTimeout(() => give(id, { queued: waiting.get(id)?.stored }), PATIENCE);
        waiting.set(id, { resolve, stored: false, timer });
      }),
    /** The event of this call is in persistent storage. */
    stored(id: string) {
      const call = waiting.get(id);
      if (call) call.stored = true;
    },
    give,
  };
};

export type Answers = ReturnType<typeof createAnswers>;
