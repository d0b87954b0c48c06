import type { Business } from '../options/collector-options.js';

const anyPort = ':*';

function covers(listed: string, origin: string): boolean {
  if (!listed.endsWith(anyPort)) return listed === origin;
  const prefix = listed.slice(0, -1);
  // A page on port 80 has an origin without a port.
  return origin === prefix.slice(0, -1) || (origin.startsWith(prefix) && /^\d{1,5}$/.test(origin.slice(prefix.length)));
}

/**
 * Whether a business takes events from an origin, and whether it names it (then cookies are allowed, too).
 * A sender without an origin counts as `null`: browsers send one with every POST, and it is `null` in sandboxed frames
 * (Chromium, November 2026: a beacon, too; a referrer policy does not hide it).
 */
export function judgeOrigin(business: Business | undefined, origin = 'null'): { named: boolean; allowed: boolean } {
  const origins = business?.origins ?? [];
  const named = origins.some((listed) => listed !== '*' && covers(listed, origin));
  return { named, allowed: named || origins.includes('*') };
}

/**
 * Headers that let the page read the answer, whatever it is: a client that cannot tell a refusal from a broken
 * network would knock for ever.
 */
export function originHeaders(business: Business | undefined, origin: string | undefined): Record<string, string> {
  if (origin === undefined) return { Vary: 'Origin' };
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': 'Retry-After',
    ...(judgeOrigin(business, origin).named ? { 'Access-Control-Allow-Credentials': 'true' } : {}),
    Vary: 'Origin',
  };
}
