import { fill } from '../language.js';
import type { Texts } from '../texts/en.js';
import type { Cause } from './find-cause.js';

/** Returns what the matter is, and how to mend it. */
export const sentencesOf = (
  { code, values }: Pick<Cause, 'code' | 'values'>,
  texts: Texts,
): [what: string, fix: string] => {
  const { allowed = '' } = values;
  const [what = '', fix = ''] = texts.causes[code];
  const own = { ...values, allowed: texts.allowed[allowed] ?? allowed };
  return [fill(what, own), fill(fix, own)];
};
