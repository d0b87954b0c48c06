import type { Response } from '../../types/tracker.js';

/** What became of a call, as callers of Hellotext.js know it, and more. */
export interface HellotextResponse extends Response {
  /** The body of the answer. */
  json(): Promise<unknown>;
}

/**
 * Hellotext.js knows no queue: what is stored and goes on by itself has succeeded for its callers. An identification that was
 * not sent, because nothing has changed, reads as there.
 */
export const toHellotextResponse = (response: Response): HellotextResponse => {
  const succeeded = response.succeeded || response.queued;
  const isKnown = response.succeeded && !response.status && !response.data;
  // Callers look into the body without a further question, so there is one where the API has given none.
  const data = isKnown ? { already_identified: true } : (response.data ?? { errors: response.errors });
  return { ...response, succeeded, data, json: async () => data };
};
