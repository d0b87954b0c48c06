import { parseArgs } from 'node:util';
import type { AddressPolicy, Business, CollectorOptions } from './collector-options.js';

const localOrigins = ['http://localhost:*', 'http://127.0.0.1:*'];

/** Splits at the first "=" that is not part of an address. */
function splitName(text: string): [string, string | undefined] {
  const at = text.indexOf('=');
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function numberOf(text: string | undefined, flag: string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new TypeError(`--${flag} is "${text}"; give a number.`);
  return value;
}

/** Hands what follows a flag to the business that it names, or to all. */
function forEachMeant(
  businesses: Record<string, Business>,
  flag: string,
  entries: string[],
  give: (account: Business, value: string) => void,
): void {
  for (const entry of entries) {
    const [id, one] = splitName(entry);
    const named = Object.hasOwn(businesses, id) ? businesses[id] : undefined;
    if (one === undefined) Object.values(businesses).forEach((account) => give(account, entry));
    else if (named) give(named, one);
    else throw new TypeError(`--${flag} ${entry} names the business "${id}", which no --business declares.`);
  }
}

interface BusinessFlags {
  business: string[];
  origin: string[];
  off: string[];
  'renew-session': string[];
}

function readBusinesses({ business, origin, off, 'renew-session': renewSession }: BusinessFlags) {
  const businesses: Record<string, Business> = {};
  for (const entry of business) {
    const [id, name = id] = splitName(entry);
    businesses[id] = { name, origins: [], off: off.includes(id) };
  }
  forEachMeant(businesses, 'origin', origin, ({ origins }, one) => void origins.push(one));
  forEachMeant(businesses, 'renew-session', renewSession, (account, domain) => (account.renewSession = domain));
  const unknown = off.find((id) => !Object.hasOwn(businesses, id));
  if (unknown !== undefined) throw new TypeError(`--off ${unknown} names a business that no --business declares.`);
  for (const account of Object.values(businesses)) if (account.origins.length === 0) account.origins = localOrigins;
  return businesses;
}

const levels = ['debug', 'info', 'warn', 'error', 'silent'];

/** What a command line means: the collector's options, and how much is logged. */
export interface Command extends CollectorOptions {
  /** 'info' by default. */
  logLevel: string;
}

/**
 * The options that a command line means, or 'help'.
 *
 * @throws {TypeError} with a sentence about a flag that is wrong
 */
export function readCommandLine(args: string[], environment: NodeJS.ProcessEnv): Command | 'help' {
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
      'log-level': { type: 'string', default: 'info' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return 'help';
  const logLevel = values['log-level'];
  if (!levels.includes(logLevel))
    throw new TypeError(`--log-level is "${logLevel}"; give one of ${levels.join(', ')}.`);
  const perMinute = numberOf(values['rate-limit'], 'rate-limit');
  return {
    port: numberOf(values.port, 'port'),
    host: values.host,
    nextPort: true,
    database: values.database,
    businesses: readBusinesses(values),
    retentionDays: numberOf(values['retention-days'], 'retention-days'),
    ipAddresses: values['ip-addresses'] as AddressPolicy | undefined,
    rateLimit: perMinute === undefined ? undefined : { perMinute },
    trustProxy: values['trust-proxy'],
    token: values.token,
    scriptFolder: values.scripts,
    scriptMaxAge: numberOf(values['script-max-age'], 'script-max-age'),
    faults: values.faults,
    logLevel,
  };
}
