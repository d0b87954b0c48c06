import { defaultDatabase } from '../options/read-command-line.js';
import { readConfiguration } from '../options/read-configuration.js';

/** The flags by which a command is told which database is meant. */
export const databaseFlags = { database: { type: 'string' }, config: { type: 'string' } } as const;

export const databaseUsage = `  --database <where>   a file, .data/events.db by default, or postgres://user@host/name
  --config <file>      the configuration of the collector, which names its database`;

/** The database that the flags name; the one of the configuration file, or else the one that a start would take. */
export const whichDatabase = ({ database, config }: { database?: string; config?: string }): string =>
  database ?? (config === undefined ? undefined : readConfiguration(config).database) ?? defaultDatabase;
