import { isObject } from '../../../base/json.js';
import { toText } from '../../../facts/values.js';

/** Words in answers for a form that was not accepted, also with a status of success. */
const REFUSED = /^(error|errors|fail|failed|failure|invalid|spam|validation_failed)$/i;

/** Whether an answer says that the form was not accepted. */
export const isRefusal = (status: number, answer: unknown): boolean => {
  if (status < 200 || status >= 400) return true;
  if (!isObject(answer)) return false;
  const { success, ok, error, errors, status: word, result } = answer;
  const has = (value: unknown) => (isObject(value) || Array.isArray(value) ? Object.keys(value).length > 0 : !!value);
  return success === false || ok === false || has(error) || has(errors) || REFUSED.test(toText(word ?? result) ?? '');
};
