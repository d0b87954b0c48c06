import { parseArgs } from 'node:util';
import { readShape, type Shape } from '../store/migrate.js';
import { openReader, shownAddress } from '../store/open-reader.js';
import { openEngine } from '../store/open-store.js';
import type { Command } from './command.js';
import { databaseFlags, databaseUsage, whichDatabase } from './which-database.js';

/** Moving rows may take its time; milliseconds. */
const patience = 3_600_000;

const latest = ({ applied }: Shape) => applied.at(-1) ?? 'nothing';

async function shapeOf(database: string): Promise<Shape> {
  const reader = await openReader(database);
  return readShape(reader.db, reader.dialect).finally(reader.close);
}

/** Brings the tables to the shape of this release. */
export const migrate: Command = {
  usage: `vitrina-collector migrate [options]

Brings the tables of a database to the shape of this release, as a start does.

${databaseUsage}
`,
  async run(args, { print, complain }) {
    const { values } = parseArgs({ args, options: databaseFlags });
    const database = whichDatabase(values);
    const before = await shapeOf(database);
    const engine = await openEngine(database, complain, patience);
    await engine.close();
    const after = await shapeOf(database);
    const where = shownAddress(database);
    if (before.missing.length === 0) print(`${where} has the shape of this release: ${latest(after)}.`);
    else print(`${where} was brought from ${latest(before)} to ${latest(after)}.`);
    return 0;
  },
};
