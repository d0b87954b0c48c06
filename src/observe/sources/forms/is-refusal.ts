import { isObject } from '../../../base/json.js';
import { toText } from '../../../facts/values.js';

/** What answers call a form that was not taken, whatever their status says. */
const REFUSED = /^(error|errors|fail|failed|failure|invalid|spam|validation_failed)$/i;

/** Whether an answer says that what was sent was not taken. */
export const isRefusal = (status: number, answer: unknown): boolean => {
  if (status < 200 || status >= 400) return true;
  if (!isObject(answer)) return false;
  const { success, ok, error, errors, status: word, result } = answer;
  const has = (value: unknown) => (isObject(value) || Array.isArray(value) ? Object.keys(value).length > 0 : !!value);
  return success === false || ok === false || has(error) || has(errors) || REFUSED.test(toText(word ?? result) ?? '');
};
