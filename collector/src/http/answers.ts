/** One entry of the `errors` of an answer. */
export interface AnswerError {
  type: string;
  /** The field, header or part of the address that the sentence is about. */
  parameter: string;
  description: string;
}

/** What a refusal says besides its errors. */
export interface RefusalDetails {
  headers?: Record<string, string>;
  /** Further members of the body, beside `errors`. */
  fields?: Record<string, unknown>;
}

/** An error that is answered: thrown where something is wrong, turned into an answer in one place. */
export interface Refusal extends Error, Required<RefusalDetails> {
  statusCode: number;
  errors: AnswerError[];
}

export const refusal = (
  statusCode: number,
  error: AnswerError,
  { headers = {}, fields = {} }: RefusalDetails = {},
): Refusal => Object.assign(new Error(error.description), { statusCode, errors: [error], headers, fields });

export const isRefusal = (error: unknown): error is Refusal =>
  error instanceof Error && 'errors' in error && 'fields' in error;

/** Says after how many seconds it may be tried again, for browsers that may read the header and for those that may not. */
export const retryAfter = (seconds: number): Required<RefusalDetails> => ({
  headers: { 'Retry-After': String(seconds) },
  fields: { retry_after: seconds },
});
