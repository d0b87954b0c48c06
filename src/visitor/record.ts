import { attempt } from '../base/attempt.js';
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

/** Returns the object in the text of a cookie or of storage; `undefined` for any other text. */
export const parseRecord = (text: string | null | undefined) =>
  parseObject(
    !text || text[0] === '{'
      ? text
      : attempt(() => new TextDecoder().decode(Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0)))),
  );

/** The text for a cookie: JSON, or its UTF-8 as base64, which is less than half as long as percent-encoding outside of ASCII. */
const pack = (value: object) => {
  const json = stringify(value);
  return /[^ -~]/.test(json) ? btoa(String.fromCharCode(...new TextEncoder().encode(json))) : json;
};

/**
 * Returns the texts to store: the record for a cookie, or if it needs more than `limit` bytes there, the record for storage and
 * a short one for the cookie. Both then have the same `more`, so that a short record is never completed by another one.
 * @param shorten returns the record without texts longer than `length`; called with smaller lengths until it fits
 * @param more distinguishes this record from earlier ones, such as the time
 */
export const toTexts = (
  record: object,
  limit: number,
  more: unknown,
  shorten: (length: number) => object,
): [text: string, short?: string] => {
  const isLong = (text: string) => text.replace(/["%,;\\ ]/g, '%XX').length > limit;
  let text = pack(record);
  if (!isLong(text)) return [text];
  for (let length = 100; isLong(text) && length; length >>= 1) text = pack({ ...shorten(length), more });
  return [stringify({ ...record, more }), text];
};

/** Returns the record in storage if the short one in the cookie belongs to it or there is no cookie, else that of the cookie. */
export const chooseRecord = (short: ReturnType<typeof parseRecord>, long: ReturnType<typeof parseRecord>) =>
  long && long.more === short?.more ? long : short;

/** Reads a record of the jar. */
export const readRecord = (jar: Jar, name: string) => {
  const short = parseRecord(jar.read(name));
  if (short && !short.more) return short;
  if (short) jar.useStorage();
  return chooseRecord(short, parseRecord(jar.readFallback(name)));
};
