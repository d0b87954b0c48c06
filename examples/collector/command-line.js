import { parseArgs } from 'node:util';

/** @import { Business, CollectorOptions } from './types.d.ts' */

export const usage = `node examples/collector/main.js [options]

  --port <number>            where to listen, 4318 by default; a taken port is replaced by the next free one
  --host <address>           127.0.0.1 by default
  --database <file>          .data/events.db by default; ":memory:" keeps nothing
  --business <id>[=<name>]   an account that may send, once for each; demo=Demo by default
  --origin [<id>=]<origin>   a shop's origin, for one business or for all; by default every port of this machine
  --off <id>                 a business that is switched off
  --renew-session [<id>=]<domain>
                             write the visitor's session cookie again for that domain ("host": for the endpoint's own
                             host alone), for one business or for all; without it no cookie is written
  --retention-days <number>  90 by default, 0 keeps events for ever
  --ip-addresses <policy>    truncated (default), none or full
  --rate-limit <number>      requests a minute from one address, 1200 by default
  --trust-proxy              take the sender's address from the last entry of X-Forwarded-For
  --token <text>             the inspector's token, made by chance by default; or VITRINA_TOKEN in the environment
  --scripts <folder>         what is served as /<file>.js, dist by default
  --script-max-age <seconds> how long a browser keeps a script, 300 by default
  --faults                   fault switches for tests at /faults
  --help
`;

const localOrigins = ['http://localhost:*', 'http://127.0.0.1:*'];

/** Splits at the first "=" that is not part of an address. @param {string} text */
function splitName(text) {
  const at = text.indexOf('=');
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** @param {string | undefined} text @param {string} flag */
function numberOf(text, flag) {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new TypeError(`--${flag} is "${text}"; give a number.`);
  return value;
}

/**
 * Hands what follows a flag to the business that it names, or to all.
 * @param {Record<string, Business>} businesses @param {string} flag @param {string[]} entries
 * @param {(account: Business, value: string) => void} give
 */
function forEachMeant(businesses, flag, entries, give) {
  for (const entry of entries) {
    const [id = '', one] = splitName(entry);
    if (one === undefined) Object.values(businesses).forEach((account) => give(account, entry));
    else if (Object.hasOwn(businesses, id)) give(/** @type {Business} */ (businesses[id]), one);
    else throw new TypeError(`--${flag} ${entry} names the business "${id}", which no --business declares.`);
  }
}

/** @param {{ business: string[], origin: string[], off: string[], 'renew-session': string[] }} flags */
function readBusinesses({ business, origin, off, 'renew-session': renewSession }) {
  /** @type {Record<string, Business>} */
  const businesses = {};
  for (const entry of business) {
    const [id = '', name = id] = splitName(entry);
    businesses[id] = { name, origins: [], off: off.includes(id) };
  }
  forEachMeant(businesses, 'origin', origin, ({ origins }, one) => origins.push(one));
  forEachMeant(businesses, 'renew-session', renewSession, (account, domain) => (account.renewSession = domain));
  const unknown = off.find((id) => !Object.hasOwn(businesses, id));
  if (unknown !== undefined) throw new TypeError(`--off ${unknown} names a business that no --business declares.`);
  for (const account of Object.values(businesses)) if (account.origins.length === 0) account.origins = localOrigins;
  return businesses;
}

/**
 * @param {string[]} args @param {NodeJS.ProcessEnv} environment
 * @returns {CollectorOptions | 'help'}
 */
export function readCommandLine(args, environment) {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '4318' },
      host: { type: 'string' },
      database: { type: 'string', default: '.data/events.db' },
      business: { type: 'string', multiple: true, default: ['demo=Demo'] },
      origin: { type: 'string', multiple: true, default: [] },
      off: { type: 'string', multiple: true, default: [] },
      'renew-session': { type: 'string', multiple: true, default: [] },
      'retention-days': { type: 'string' },
      'ip-addresses': { type: 'string' },
      'rate-limit': { type: 'string' },
      'trust-proxy': { type: 'boolean' },
      token: { type: 'string', default: environment.VITRINA_TOKEN },
      scripts: { type: 'string' },
      'script-max-age': { type: 'string' },
      faults: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return 'help';
  const perMinute = numberOf(values['rate-limit'], 'rate-limit');
  return {
    port: numberOf(values.port, 'port'),
    host: values.host,
    nextPort: true,
    database: values.database,
    businesses: readBusinesses(values),
    retentionDays: numberOf(values['retention-days'], 'retention-days'),
    ipAddresses: /** @type {CollectorOptions['ipAddresses']} */ (values['ip-addresses']),
    rateLimit: perMinute === undefined ? undefined : { perMinute },
    trustProxy: values['trust-proxy'],
    token: values.token,
    scriptFolder: values.scripts,
    scriptMaxAge: numberOf(values['script-max-age'], 'script-max-age'),
    faults: values.faults,
  };
}
