import { cut } from '../base/cut.js';
import { isObject, parseObject, stringify } from '../base/json.js';
import type { Jar } from './jar.js';

/** Returns the texts of `source` with these names, as `take` returns them; `undefined` if there are none. */
export const pick = (source: unknown, names: string, take: (text: string) => string, prefix = '') => {
  let found: Record<string, string> | undefined;
  for (const name of names.split(' ')) {
    const text = isObject(source) && source[prefix + name];
    const value = typeof text === 'string' && take(text);
    if (value) (found ??= {})[name] = value;
  }
  return found;
};

/**
 * Returns the texts to store: the record for a cookie, or if it needs more than `limit` bytes there, the record for storage and
 * a short one for the cookie. Both then have the same `more`, so that a short record is never completed by another one. The short
 * one has source, medium and campaign, cut so that it fits; of other texts it has those that fit whole.
 * @param more distinguishes this record from earlier ones, such as the time
 * @param longest the longest text in the short record, in characters
 */
export const toTexts = (
  record: object,
  limit: number,
  more: unknown,
  longest: number,
): [text: string, short?: string] => {
  const isLong = (text: string) => encodeURIComponent(text).length > limit;
  const text = stringify(record);
  if (!isLong(text)) return [text];
  const whole = stringify({ ...record, more });
  for (let length = longest; ; length >>= 1) {
    const short = JSON.parse(whole, (name, value) => {
      if (typeof value !== 'string' || value.length <= length || /^(more|observed_at)$/.test(name)) return value;
      return /^(source|medium|campaign)$/.test(name) ? cut(value, length) : undefined;
    });
    const text = stringify(short);
    if (!length || !isLong(text)) return [whole, text];
  }
};

/** Returns the record in storage if the short one in the cookie belongs to it or there is no cookie, else that of the cookie. */
export const chooseRecord = (short: ReturnType<typeof parseObject>, long: ReturnType<typeof parseObject>) =>
  long && long.more === short?.more ? long : short;

/** Reads a record of the jar. */
export const readRecord = (jar: Jar, name: string) => {
  const short = parseObject(jar.read(name));
  if (short && !short.more) return short;
  if (short) jar.useStorage();
  return chooseRecord(short, parseObject(jar.readFallback(name)));
};
