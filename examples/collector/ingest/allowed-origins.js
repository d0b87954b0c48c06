/** @import { Business } from '../types.d.ts' */

const anyPort = ':*';

/** @param {string} listed @param {string} origin */
function covers(listed, origin) {
  if (!listed.endsWith(anyPort)) return listed === origin;
  const prefix = listed.slice(0, -1);
  return origin.startsWith(prefix) && /^\d{1,5}$/.test(origin.slice(prefix.length));
}

/**
 * Whether a business takes events from an origin, and whether it names it (then cookies are allowed, too).
 * A sender without an origin counts as `null`: browsers send one with every POST, and it is `null` in sandboxed frames
 * (Chromium, November 2026: a beacon, too; a referrer policy does not hide it).
 * @param {Business | undefined} business @param {string | undefined} origin
 */
export function judgeOrigin(business, origin = 'null') {
  const origins = business?.origins ?? [];
  const named = origins.some((listed) => listed !== '*' && covers(listed, origin));
  return { named, allowed: named || origins.includes('*') };
}

/**
 * Headers that let the page read the answer, whatever it is: a client that cannot tell a refusal from a broken
 * network would knock for ever.
 * @param {Business | undefined} business @param {string | undefined} origin
 * @returns {Record<string, string>}
 */
export function originHeaders(business, origin) {
  if (origin === undefined) return { Vary: 'Origin' };
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': 'Retry-After',
    ...(judgeOrigin(business, origin).named ? { 'Access-Control-Allow-Credentials': 'true' } : {}),
    Vary: 'Origin',
  };
}
