import { isObject } from '../core/json.js';

const isBlank = (value: unknown) =>
  value === undefined ||
  value === null ||
  value === '' ||
  typeof value === 'function' ||
  (isObject(value) && !Object.keys(value).length);

/** The value without blanks, with sorted keys; the order of lists means something and is kept. */
const normalize = (value: unknown): unknown => {
  if (typeof value === 'string') return value.trim();
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(normalize).filter((inner) => !isBlank(inner));
  if (!isObject(value)) return value;
  const pairs = Object.keys(value)
    .sort()
    .map((key) => [key, normalize(value[key])] as const);
  return Object.fromEntries(pairs.filter(([, inner]) => !isBlank(inner)));
};

/** For pages on http, where the browser has no digest. */
const shortHash = (text: string): string => {
  let hash = 5381;
  for (let index = 0; index < text.length; index++) hash = ((hash * 33) ^ text.charCodeAt(index)) >>> 0;
  return hash.toString(16).padStart(8, '0');
};

const longHash = async (text: string): Promise<string> => {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
};

/**
 * What tells one identification from another: session, user and traits, however they are ordered or padded. It is what
 * Hellotext.js keeps in `hello_user_identification_hash`. The two kinds of hash never match each other.
 */
export const toFingerprint = async (identification: Record<string, unknown>): Promise<string> => {
  const text = JSON.stringify(normalize(identification));
  const hash = await longHash(text).catch(() => shortHash(text));
  return `v1:${hash}`;
};
