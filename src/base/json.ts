import { attempt } from './attempt.js';

/** Returns `true` for plain objects; `false` for arrays, and for a DOM element that has replaced a global variable. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  ({}).toString.call(value) === '[object Object]';

/** Returns the object in a JSON text; `undefined` for any other text. Other scripts may have written it under our names. */
export const parseObject = (text: string | null | undefined): Record<string, unknown> | undefined => {
  // At the start most texts are missing. `0` avoids the exception, which takes longer than all of the rest.
  const value: unknown = attempt(() => JSON.parse(text || '0'));
  return isObject(value) ? value : undefined;
};

type Jsonable = { toJSON?: unknown };

/** Whether the object says itself how it is written. The `toJSON` that a page has given to all lists or objects does not count. */
export const hasToJson = (value: Jsonable | null | undefined): boolean =>
  ![[], {}].some((plain: Jsonable) => plain.toJSON === value?.toJSON);

/** Replacer for `JSON.stringify` that puts back the values which the page's prototypes have replaced. */
function original(this: Record<string, unknown>, name: string, value: unknown): unknown {
  const inner = this[name];
  if (inner instanceof Date) return attempt(() => inner.toISOString()) ?? null;
  return hasToJson(inner as Jsonable) ? value : inner;
}

/**
 * Replaces halves of surrogate pairs in a JSON text, as `toWellFormed` does. JSON has them as escapes, behind which a second
 * backslash is plain text. PostgreSQL refuses them, and with them the whole batch.
 */
export const toWellFormed = (json: string): string =>
  json.replace(/\\(?:\\|ud[89a-f]..)/g, (found) => (found[2] ? '\ufffd' : found));

/**
 * `JSON.stringify` without the `toJSON` of the page's prototypes. Old libraries write lists as text in this way (Prototype.js
 * 1.6, 2026-11).
 */
export const stringify = (value: unknown, indent?: number): string => {
  const json = JSON.stringify(value, 'toJSON' in ([] as object) ? original : undefined, indent);
  return json && toWellFormed(json);
};

/** Throws if JSON would silently lose a value. Stops at `depth`: deeper values are cycles, for which `JSON.stringify` throws. */
const check = (value: unknown, name: string, depth: number): void => {
  const type = (value as Node | null)?.nodeType && (value as Node).nodeName ? 'DOM node' : typeof value;
  // Functions, symbols, bigints and nodes.
  if (/^(f|sy|bi|D)/.test(type)) throw new TypeError(`"${name}" is a ${type}`);
  if (value && type === 'object' && depth && !hasToJson(value)) {
    for (const [key, inner] of Object.entries(value)) check(inner, key, depth - 1);
  }
};

/**
 * `stringify` that refuses values which JSON would silently lose. Checking the value first takes a third of the time that
 * a replacer takes (Chromium 156, 2026-11).
 * @throws TypeError with a sentence that names the property
 */
export const toJson = (value: unknown): string => {
  check(value, '', 99);
  return stringify(value);
};

/** Returns the size in UTF-8 bytes. The browser's limit for requests that outlive their page counts these bytes. */
export const byteLength = (text: string): number => new TextEncoder().encode(text).length;
