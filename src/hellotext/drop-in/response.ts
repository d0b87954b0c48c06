import type { Response } from '../../types/tracker.js';

/** The outcome of a call: a response of the tracker that also has the methods of Hellotext.js's responses. */
export interface HellotextResponse extends Response {
  /** The body of the answer. */
  json(): Promise<unknown>;
}

/**
 * Converts a response of the tracker. Hellotext.js has no queue, so an event that is stored counts as succeeded. An
 * identification that was not sent, because nothing has changed, has the body that Hellotext.js returns then.
 */
export const toHellotextResponse = (response: Response): HellotextResponse => {
  const succeeded = response.succeeded || response.queued;
  const isKnown = response.succeeded && !response.status && !response.data;
  // Callers read the body without a check, so there is always one.
  const data = isKnown ? { already_identified: true } : (response.data ?? { errors: response.errors });
  return { ...response, succeeded, data, json: async () => data };
};
