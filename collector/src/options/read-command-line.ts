import { parseArgs } from 'node:util';
import type { AddressPolicy, CollectorOptions, Role, StreamLimits } from './collector-options.js';
import { readBusinesses } from './read-businesses.js';
import { readConfiguration } from './read-configuration.js';
import { readConnections } from './read-connections.js';

function numberOf(text: string | undefined, flag: string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new TypeError(`--${flag} is "${text}"; give a number.`);
  return value;
}

type StreamFlag = 'stream-bytes' | 'stream-days' | 'stream-replicas';

function readStreamLimits(flags: Partial<Record<StreamFlag, string>>): Partial<StreamLimits> {
  const limits = (['bytes', 'days', 'replicas'] as const)
    .map((name) => [name, numberOf(flags[`stream-${name}`], `stream-${name}`)] as const)
    .filter((entry) => entry[1] !== undefined);
  return Object.fromEntries(limits);
}

const levels = ['debug', 'info', 'warn', 'error', 'silent'];

/** What a command line means: the collector's options, and how much is logged. */
export interface Command extends CollectorOptions {
  /** 'info' by default. */
  logLevel: string;
  /** There is a configuration file, which may be read again. */
  isReloadable: boolean;
}

/** Where the command stores without being told otherwise. */
export const defaultDatabase = '.data/events.db';

/** The members of `given` that are set, so that what is not set does not hide what stands behind it. */
const given = <Part extends object>(part: Part): Partial<Part> =>
  Object.fromEntries(Object.entries(part).filter((entry) => entry[1] !== undefined)) as Partial<Part>;

/**
 * The options that a command line means, or 'help'. A flag wins over the configuration file, and the file over what the command
 * does by default.
 *
 * @throws {TypeError} with a sentence about a flag or about the file
 */
export function readCommandLine(args: string[], environment: NodeJS.ProcessEnv): Command | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      config: { type: 'string' },
      port: { type: 'string' },
      host: { type: 'string' },
      database: { type: 'string' },
      business: { type: 'string', multiple: true },
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
      'script-versions': { type: 'string' },
      stream: { type: 'string' },
      role: { type: 'string' },
      'stream-bytes': { type: 'string' },
      'stream-days': { type: 'string' },
      'stream-replicas': { type: 'string' },
      faults: { type: 'boolean' },
      'log-level': { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return 'help';
  const logLevel = values['log-level'];
  if (logLevel !== undefined && !levels.includes(logLevel))
    throw new TypeError(`--log-level is "${logLevel}"; give one of ${levels.join(', ')}.`);
  const perMinute = numberOf(values['rate-limit'], 'rate-limit');
  const file = values.config === undefined ? {} : readConfiguration(values.config);
  return {
    port: 4318,
    nextPort: true,
    database: defaultDatabase,
    logLevel: 'info',
    ...file,
    ...given({
      port: numberOf(values.port, 'port'),
      host: values.host,
      database: values.database,
      retentionDays: numberOf(values['retention-days'], 'retention-days'),
      ipAddresses: values['ip-addresses'] as AddressPolicy | undefined,
      rateLimit: perMinute === undefined ? undefined : { perMinute },
      trustProxy: values['trust-proxy'],
      token: values.token,
      scriptFolder: values.scripts,
      scriptMaxAge: numberOf(values['script-max-age'], 'script-max-age'),
      scriptVersions: values['script-versions'],
      stream: values.stream,
      role: values.role as Role | undefined,
      faults: values.faults,
      logLevel,
    }),
    streamLimits: { ...file.streamLimits, ...readStreamLimits(values) },
    connections: readConnections(file.connections, environment),
    businesses: readBusinesses(values, file.businesses),
    isReloadable: values.config !== undefined,
  };
}
