import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { isWithin } from './ingest/renew-session.js';

/** @import { Business, CollectorOptions } from './types.d.ts' */

const distFolder = fileURLToPath(new URL('../../dist/', import.meta.url));

/** @type {Required<Omit<CollectorOptions, 'token' | 'businesses'>>} */
const defaults = {
  port: 0,
  host: '127.0.0.1',
  nextPort: false,
  database: ':memory:',
  faults: false,
  retentionDays: 90,
  trustProxy: false,
  rateLimit: { perMinute: 1200 },
  ipAddresses: 'truncated',
  scriptFolder: distFolder,
  scriptMaxAge: 300,
  bodyTimeout: 10_000,
  log: () => {},
};

const known = new Set([...Object.keys(defaults), 'token', 'businesses']);
const businessPattern = /^[A-Za-z0-9_-]{1,64}$/;
const domainPattern = /^(?=.{3,253}$)([a-z0-9-]{1,63}\.)+(?!\d+$)[a-z0-9-]{2,63}$/;
const anyPortPattern = /^http:\/\/(localhost|127\.0\.0\.1):\*$/;

/** @param {string} origin */
function isOrigin(origin) {
  if (origin === '*' || origin === 'null' || anyPortPattern.test(origin)) return true;
  return !origin.includes('*') && URL.canParse(origin) && new URL(origin).origin === origin;
}

/** @param {string} name @param {unknown} value @param {boolean} right @param {string} allowed */
function insist(name, value, right, allowed) {
  if (!right) throw new TypeError(`The option ${name} is ${JSON.stringify(value)}; ${allowed}.`);
}

/** @param {string} id @param {Business} business */
function checkRenewal(id, { renewSession, origins }) {
  if (renewSession === undefined) return;
  const name = `businesses.${id}.renewSession`;
  const isHost = renewSession === 'host';
  const allowed = 'give the domain of the shop\'s cookies, such as "shop.example", or "host"';
  insist(name, renewSession, isHost || domainPattern.test(renewSession), allowed);
  const isOnIt = origins.some((origin) => {
    const [, host] = /^https?:\/\/([^/:]+)/.exec(origin) ?? [];
    return host !== undefined && (isHost || isWithin(host, renewSession));
  });
  insist(name, renewSession, isOnIt, 'list the shop\'s origin on that domain by name, "*" and "null" are not enough');
}

/** @param {Record<string, Business>} businesses */
function checkBusinesses(businesses) {
  for (const [id, business] of Object.entries(businesses)) {
    insist('businesses', id, businessPattern.test(id), 'a business id has 1 to 64 letters, digits, "_" or "-"');
    insist(`businesses.${id}.origins`, business.origins, Array.isArray(business.origins), 'give a list of origins');
    for (const origin of business.origins) {
      const allowed =
        'give an origin such as "https://shop.example" without a path, "http://localhost:*", "http://127.0.0.1:*", "null" or "*"';
      insist(`businesses.${id}.origins`, origin, isOrigin(origin), allowed);
    }
    checkRenewal(id, business);
  }
}

/**
 * The options with their defaults, or a sentence that says which one is wrong.
 * @param {CollectorOptions} [given]
 * @returns {Required<CollectorOptions>}
 */
export function readOptions(given = {}) {
  for (const name of Object.keys(given)) {
    insist(
      name,
      Reflect.get(given, name),
      known.has(name),
      `there is no such option; known are ${[...known].join(', ')}`,
    );
  }
  const chosen = Object.fromEntries(Object.entries(given).filter((entry) => entry[1] !== undefined));
  const options = { businesses: {}, token: randomBytes(24).toString('base64url'), ...defaults, ...chosen };
  const { port, retentionDays, rateLimit, ipAddresses, bodyTimeout, token, scriptMaxAge } = options;
  insist(
    'port',
    port,
    Number.isInteger(port) && port >= 0 && port <= 65535,
    'give a whole number from 0 (any free port) to 65535',
  );
  insist(
    'retentionDays',
    retentionDays,
    retentionDays >= 0 && Number.isFinite(retentionDays),
    'give a number of days, 0 keeps events for ever',
  );
  insist('rateLimit', rateLimit, rateLimit?.perMinute >= 1, 'give { perMinute } of at least 1');
  insist(
    'ipAddresses',
    ipAddresses,
    ['truncated', 'none', 'full'].includes(ipAddresses),
    'give "truncated", "none" or "full"',
  );
  insist('bodyTimeout', bodyTimeout, bodyTimeout > 0, 'give a number of milliseconds above 0');
  insist(
    'scriptMaxAge',
    scriptMaxAge,
    scriptMaxAge >= 0,
    'give a number of seconds, 0 asks the browser to check each time',
  );
  insist(
    'token',
    token,
    typeof token === 'string' && /^[A-Za-z0-9_-]{8,200}$/.test(token),
    'give 8 to 200 letters, digits, "_" or "-"',
  );
  checkBusinesses(options.businesses);
  return options;
}
