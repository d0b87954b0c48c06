import { hex } from '../base/digest.js';
import { isObject } from '../base/json.js';

/** The value without blanks, with sorted names; the order of lists means something and is kept. For `JSON.parse`. */
function normalize(this: unknown, _name: string, value: unknown): unknown {
  if (isObject(value))
    value = Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
  else if (typeof value === 'string') value = value.trim();
  const isBlank = /^(null|""|{})$/.test(JSON.stringify(value));
  return isBlank && !Array.isArray(this) ? undefined : value;
}

/**
 * What tells one identification from another, however its traits are ordered or padded. Known at once, without the browser's digest:
 * that one comes later, when other events have been tracked, and is missing on http pages.
 */
export const toFingerprint = (identification: Record<string, unknown>): string => {
  const text = JSON.stringify(JSON.parse(JSON.stringify(identification), normalize));
  let hash = 5381;
  for (let index = 0; index < text.length; index++) hash = ((hash * 33) ^ text.charCodeAt(index)) >>> 0;
  return `v1:${hex(hash, 8)}`;
};
