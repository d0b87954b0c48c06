/** `true` for objects as JSON knows them, so for no array and no DOM element that took the place of a global. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  Object.prototype.toString.call(value) === '[object Object]';

/** The object that a text describes; `undefined` for anything else, so also for what others wrote under our names. */
export const parseObject = (text: string | null | undefined): Record<string, unknown> | undefined => {
  try {
    // Nothing is the common case at the start, and an exception takes longer than all of the rest.
    const value: unknown = JSON.parse(text || '0');
    if (isObject(value)) return value;
  } catch {
    // Garbage.
  }
  return undefined;
};

/** `JSON.stringify` that refuses what JSON would silently lose; throws a sentence that names the property. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (key, inner: Node | undefined) => {
    const type = inner?.nodeType && inner.nodeName ? 'DOM node' : typeof inner;
    // Functions, symbols, bigints and nodes.
    if (/^(f|sy|bi|D)/.test(type)) throw new TypeError(`"${key}" is a ${type}`);
    return inner;
  });

/** Size in UTF-8 bytes: what counts against the browser's limit for requests that outlive a page. */
export const byteLength = (text: string): number => new TextEncoder().encode(text).length;
