import type { IncomingHttpHeaders } from 'node:http';
import { cookieValues } from '../http/cookie-values.js';
import { isWithin } from '../options/is-within.js';
import type { Business } from '../options/collector-options.js';
import { judgeOrigin } from './allowed-origins.js';

const cookieName = 'vitrina_session';
/** 400 days, the most that browsers allow. */
const maxAge = 34_560_000;
const sessionPattern = /^(?!undefined$)[A-Za-z0-9_-]{8,64}$/;

const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).hostname : '');

/** The one session that the browser has sent; undefined where there is none, or where it has sent two. */
function readSession(header: string | undefined): string | undefined {
  const [session, ...others] = new Set(cookieValues(header, cookieName));
  return session !== undefined && others.length === 0 && sessionPattern.test(session) ? session : undefined;
}

/**
 * Headers that write the visitor's session cookie again, as the browser has just sent it. Safari keeps what scripts write
 * for seven days at most, and what a server of the same site writes for as long as it says
 * (https://webkit.org/tracking-prevention/, checked 2026-11). Nothing is made here that the browser does not have: without
 * a cookie there may be no consent.
 */
export function renewSession(
  business: Business | undefined,
  { origin = '', host = '', cookie, 'sec-fetch-site': site }: IncomingHttpHeaders,
): Record<string, string> {
  const domain = business?.renewSession;
  if (!domain || !judgeOrigin(business, origin).named) return {};
  const shop = hostOf(origin);
  // Older browsers, and all of them on http, do not say what they take for the same site.
  if (!shop || (site !== undefined && site !== 'same-site' && site !== 'same-origin')) return {};
  if (domain === 'host' ? shop !== hostOf(`http://${host}`) : !isWithin(shop, domain)) return {};
  const session = readSession(cookie);
  if (session === undefined) return {};
  const parts = [`${cookieName}=${session}`, 'Path=/', `Max-Age=${maxAge}`, 'SameSite=Lax'];
  if (domain !== 'host') parts.push(`Domain=${domain}`);
  // The endpoint is on https where the page is: browsers let no such page talk to another one.
  if (origin.startsWith('https:')) parts.push('Secure');
  return { 'Set-Cookie': parts.join('; ') };
}
