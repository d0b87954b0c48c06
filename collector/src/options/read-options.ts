import { randomBytes } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { insist } from './check.js';
import { isPostgres } from './is-postgres.js';
import { checkBusinesses } from './check-businesses.js';
import { checkConnections } from './check-connections.js';
import { checkRefusals, defaultRefusalLimits } from './check-refusals.js';
import { checkStream, defaultStreamLimits } from './check-stream.js';
import type { CollectorOptions, DiskLimits, Options } from './collector-options.js';

/** The build copies the client's files into this package. */
const scriptFolder = fileURLToPath(new URL('../../dist/scripts/', import.meta.url));

/** Scripts are kept beside the events, where there is a place that lasts. */
const versionsBeside = (database: string): string | false =>
  database === ':memory:' || isPostgres(database) ? false : join(dirname(resolve(database)), 'scripts');

const defaultDisk: DiskLimits = { free: 256 * 1024 * 1024, database: Number.MAX_SAFE_INTEGER };

const defaults: Omit<Options, 'token' | 'businesses' | 'logger' | 'scriptVersions'> = {
  port: 0,
  host: '127.0.0.1',
  nextPort: false,
  database: ':memory:',
  faults: false,
  retentionDays: 90,
  trustProxy: false,
  rateLimit: { perMinute: 1200 },
  ipAddresses: 'truncated',
  disk: defaultDisk,
  refusals: defaultRefusalLimits,
  stream: '',
  streamLimits: defaultStreamLimits,
  role: 'all',
  connections: {},
  scriptFolder,
  scriptMaxAge: 300,
  bodyTimeout: 10_000,
  localReceivers: false,
};

const known = new Set([...Object.keys(defaults), 'token', 'businesses', 'logger', 'scriptVersions']);

/** Addresses that nobody but this machine can reach. */
export const isLoopbackHost = (host: string): boolean => /^(127\.\d+\.\d+\.\d+|localhost|::1)$/.test(host);

/**
 * The options with their defaults.
 *
 * @throws {TypeError} with a sentence that says which one is wrong
 */
export function readOptions(given: CollectorOptions = {}): Options {
  for (const [name, value] of Object.entries(given)) {
    const allowed = `there is no such option; known are ${[...known].join(', ')}`;
    insist(name, name === 'logger' ? 'an object' : value, known.has(name), allowed);
  }
  const chosen = Object.fromEntries(
    Object.entries(given).filter((entry) => entry[1] !== undefined),
  ) as CollectorOptions;
  const options: Options = {
    businesses: {},
    token: randomBytes(24).toString('base64url'),
    logger: pino({ level: 'silent' }),
    ...defaults,
    scriptVersions: versionsBeside(chosen.database ?? defaults.database),
    ...chosen,
    disk: { ...defaultDisk, ...chosen.disk },
    refusals: { ...defaultRefusalLimits, ...chosen.refusals },
    streamLimits: { ...defaultStreamLimits, ...chosen.streamLimits },
  };
  const { port, host, retentionDays, rateLimit, ipAddresses, bodyTimeout, token, scriptMaxAge, disk, faults } = options;
  const isPort = Number.isInteger(port) && port >= 0 && port <= 65_535;
  insist('port', port, isPort, 'give a whole number from 0 (any free port) to 65535');
  const isAge = retentionDays >= 0 && Number.isFinite(retentionDays);
  insist('retentionDays', retentionDays, isAge, 'give a number of days, 0 keeps events for ever');
  insist('rateLimit', rateLimit, rateLimit?.perMinute >= 1, 'give { perMinute } of at least 1');
  const isPolicy = ['truncated', 'none', 'full'].includes(ipAddresses);
  insist('ipAddresses', ipAddresses, isPolicy, 'give "truncated", "none" or "full"');
  insist('bodyTimeout', bodyTimeout, bodyTimeout > 0, 'give a number of milliseconds above 0');
  insist(
    'scriptMaxAge',
    scriptMaxAge,
    scriptMaxAge >= 0,
    'give a number of seconds, 0 asks the browser to check each time',
  );
  const { scriptVersions } = options;
  const isFolder = scriptVersions === false || (typeof scriptVersions === 'string' && scriptVersions !== '');
  insist('scriptVersions', scriptVersions, isFolder, 'give a folder, or false to keep no versions');
  const isToken = typeof token === 'string' && /^[A-Za-z0-9_-]{8,200}$/.test(token);
  insist('token', token, isToken, 'give 8 to 200 letters, digits, "_" or "-"');
  for (const [name, bytes] of Object.entries(disk)) insist(`disk.${name}`, bytes, bytes >= 0, 'give a number of bytes');
  const mayFail = !faults || isLoopbackHost(host);
  insist(
    'faults',
    faults,
    mayFail,
    `fault switches are for tests, so the option host has to be "127.0.0.1" and not "${host}"`,
  );
  insist('localReceivers', options.localReceivers, typeof options.localReceivers === 'boolean', 'give true or false');
  checkBusinesses(options.businesses, options.localReceivers);
  checkStream(options);
  checkRefusals(options.refusals);
  checkConnections(options.connections, Object.keys(options.businesses));
  return options;
}
