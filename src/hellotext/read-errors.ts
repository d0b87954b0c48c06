import { isObject } from '../base/json.js';
import type { ProblemReport } from '../types/tracker.js';

const toText = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * Reads the errors from an answer of the API; empty if there are none. The API has three shapes: `errors` with `description`,
 * `errors` with `message`, and a single `error`. A plain text is used as the description, any other value is left out.
 */
export const toProblems = (body: unknown): ProblemReport[] => {
  if (!isObject(body)) return [];
  const found = body.errors ?? body.error;
  const list: unknown[] = Array.isArray(found) ? found : [found];
  return list.flatMap((one) => {
    const { type, parameter, description, message } = isObject(one) ? one : { description: one };
    const text = toText(description) || toText(message);
    if (!text && !toText(type)) return [];
    return { type: toText(type) || 'refused', parameter: toText(parameter), description: text || toText(type) };
  });
};
