import { isObject } from './json.js';

const isBlank = (value: unknown) =>
  value === undefined || value === null || value === '' || (isObject(value) && !Object.keys(value)[0]);

/** The value without blanks, with sorted names; the order of lists means something and is kept. */
const normalize = (value: unknown): unknown => {
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value)) return value.map(normalize);
  if (!isObject(value)) return value;
  const pairs = Object.keys(value)
    .sort()
    .map((name) => [name, normalize(value[name])] as const);
  return Object.fromEntries(pairs.filter(([, inner]) => !isBlank(inner)));
};

/**
 * What tells one identification from another, however its traits are ordered or padded. Known at once, without the browser's digest:
 * that one comes later, when other events have been tracked, and is missing on http pages.
 */
export const toFingerprint = (identification: Record<string, unknown>): string => {
  const text = JSON.stringify(normalize(identification));
  let hash = 5381;
  for (let index = 0; index < text.length; index++) hash = ((hash * 33) ^ text.charCodeAt(index)) >>> 0;
  return `v1:${hash.toString(16).padStart(8, '0')}`;
};
