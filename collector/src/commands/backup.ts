import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isPostgres } from '../options/is-postgres.js';
import { openReader, shownAddress } from '../store/open-reader.js';
import { backup as copyFile } from '../store/sqlite/backup.js';
import type { Command } from './command.js';
import { databaseFlags, databaseUsage, whichDatabase } from './which-database.js';

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** Copies the database file as it is at one moment. */
export const backup: Command = {
  usage: `vitrina-collector backup <file> [options]

Copies the database into a new file, as it is at one moment. The collector may run meanwhile. Nothing is overwritten.

${databaseUsage}
`,
  async run(args, { print }) {
    const { values, positionals } = parseArgs({ args, options: databaseFlags, allowPositionals: true });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new TypeError('Name one file to copy to: backup <file>.');
    const database = whichDatabase(values);
    if (isPostgres(database)) {
      const command = `pg_dump --format=custom --file=${quoted(resolve(file))} ${quoted(shownAddress(database))}`;
      throw new Error(`PostgreSQL's own program makes the backup: ${command}`);
    }
    const reader = await openReader(database);
    const tables = await reader.db.introspection.getTables().finally(reader.close);
    if (tables.length === 0) {
      throw new Error(`There are no tables in ${resolve(database)}; nothing was copied. Name another database.`);
    }
    const bytes = await copyFile(resolve(database), file);
    print(`${resolve(database)} was copied to ${resolve(file)}: ${bytes} bytes, readable by its owner alone.`);
    return 0;
  },
};
