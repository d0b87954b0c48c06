import { hex } from '../base/digest.js';
import { isObject, stringify } from '../base/json.js';

/** Reviver for `JSON.parse`: trims texts, sorts names and removes blank values. Lists stay as they are: their order matters. */
function normalize(this: unknown, _name: string, value: unknown): unknown {
  if (isObject(value))
    value = Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
  else if (typeof value === 'string') value = value.trim();
  const isBlank = /^(null|""|{})$/.test(stringify(value));
  return isBlank && !Array.isArray(this) ? undefined : value;
}

/**
 * Returns the fingerprint of an identification. The order of its traits and blanks around them do not change it. It does not
 * use the browser's digest: that is asynchronous, so other events may be tracked first, and it is missing on http pages.
 */
export const toFingerprint = (identification: Record<string, unknown>): string => {
  const text = stringify(JSON.parse(stringify(identification), normalize));
  let hash = 5381;
  for (let index = 0; index < text.length; index++) hash = ((hash * 33) ^ text.charCodeAt(index)) >>> 0;
  return `v1:${hex(hash, 8)}`;
};
