/** `JSON.stringify` that refuses what JSON would silently lose; throws a sentence that names the property. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (key, inner: unknown) => {
    const type = typeof inner;
    if (type === 'function' || type === 'symbol' || type === 'bigint' || isNode(inner)) {
      throw new TypeError(`"${key}" is a ${isNode(inner) ? 'DOM node' : type}; pass plain JSON values`);
    }
    return inner;
  });

const isNode = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'nodeType' in value && 'ownerDocument' in value;

/** `true` for what an object literal or `JSON.parse` makes, so for no DOM element that took the place of a global. */
export const isPlainObject = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};

/** Size in UTF-8 bytes: what counts against the browser's limit for requests that outlive a page. */
export const byteLength = (text: string): number => encoder().encode(text).length;

let shared: TextEncoder | undefined;
const encoder = () => (shared ??= new TextEncoder());
