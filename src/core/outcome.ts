import type { ProblemReport } from '../types';
import { isPlainObject } from './copy';
import type { Answer } from './env';

/** What one answer means for the events of its request. Only `done`, `large` and `off` may end in events leaving the queue at once. */
export type Outcome =
  | { kind: 'done'; results: Map<string, Result>; after: number | undefined }
  /** One of the events is bad, the answer does not say which. */
  | { kind: 'refused' }
  | { kind: 'large' }
  | { kind: 'off' }
  /** The account or the address is wrong; so says the console, once. */
  | { kind: 'wrong' }
  | { kind: 'forbidden' }
  | { kind: 'retry'; after: number | undefined };

export interface Result {
  status: string;
  errors?: ProblemReport[];
}

const RETRIED = [408, 425, 429];
const LONGEST_WAIT = 3_600_000;

export const toOutcome = ({ status, body, retryAfter }: Answer): Outcome => {
  const fields = isPlainObject(body) ? body : {};
  const asked = retryAfter ?? (typeof fields.retry_after === 'number' ? fields.retry_after * 1000 : undefined);
  const after = asked === undefined || !(asked > 0) ? undefined : Math.min(asked, LONGEST_WAIT);
  const listed = Array.isArray(fields.results);
  const fine = status > 199 && status < 300 && (body === null || isPlainObject(body));
  if (fine || (listed && (status === 400 || status === 422))) {
    return { kind: 'done', results: toResults(listed ? (fields.results as unknown[]) : []), after };
  }
  if (status === 400 || status === 422) return { kind: 'refused' };
  if (status === 413) return { kind: 'large' };
  if (status === 403) return { kind: 'forbidden' };
  if (status === 410 && fields.off === true) return { kind: 'off' };
  if (!status || status > 499 || RETRIED.includes(status)) return { kind: 'retry', after };
  return { kind: 'wrong' };
};

const toResults = (list: unknown[]): Map<string, Result> =>
  new Map(list.filter(isPlainObject).map((result) => [String(result.id), result as unknown as Result]));
