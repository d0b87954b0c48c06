import { parseArgs } from 'node:util';
import { type DatabaseFile, type Examination, examine, filesOf } from '../store/examine.js';
import { openReader, shownAddress } from '../store/open-reader.js';
import type { Command } from './command.js';
import { databaseFlags, databaseUsage, whichDatabase } from './which-database.js';

/** What is wrong, in sentences. */
function problemsOf(
  { shape, damage, withoutId, isCountingBehind }: Examination,
  files: DatabaseFile[],
  isSqlite: boolean,
): string[] {
  const problems = damage
    .slice(0, 5)
    .map((line) => `The file is damaged (${line}); stop the collector and restore a backup.`);
  if (shape.applied.length === 0) problems.push('There are no tables of a collector in it; name another database.');
  else if (shape.missing.length > 0) {
    problems.push(`It lacks ${shape.missing.join(', ')}; run "vitrina-collector migrate", or start the collector.`);
  }
  if (shape.unknown.length > 0) {
    problems.push(`It was written by a newer collector (${shape.unknown.join(', ')}); update this one.`);
  }
  if (withoutId > 0)
    problems.push(`${withoutId} events have no id, so that a repeat would be stored twice; restore a backup.`);
  if (isCountingBehind) {
    const remedy = isSqlite ? 'restore a backup' : 'set the sequence of ids.received_seq to its highest number';
    problems.push(`The next event would get a number that is taken, and would be refused; ${remedy}.`);
  }
  for (const { path, mode } of files) {
    if ((mode & 0o077) === 0) continue;
    problems.push(`${path} can be read by others (${mode.toString(8)}); run chmod 600 on it.`);
  }
  return problems;
}

/** Looks through the database. */
export const check: Command = {
  usage: `vitrina-collector check [options]

Looks through the database without changing it, and says what it has found. Exit code 0: sound; 1: not.

${databaseUsage}
  --thorough           compare the indexes of a file with its tables, too; takes longer
`,
  async run(args, { print, complain }) {
    const { values } = parseArgs({ args, options: { ...databaseFlags, thorough: { type: 'boolean' } } });
    const database = whichDatabase(values);
    const reader = await openReader(database);
    const { isSqlite } = reader.dialect;
    try {
      const found = await examine(reader, values.thorough ?? false);
      const files = await filesOf(reader);
      print(`Database      ${reader.file ?? shownAddress(database)}`);
      print(`Shape         ${found.shape.applied.at(-1) ?? 'none'}`);
      print(`Events        ${found.events}${found.events > 0 ? `, from ${found.oldest} to ${found.newest}` : ''}`);
      print(`Ids           ${found.ids}`);
      for (const { path, bytes, mode } of files) print(`File          ${path}: ${bytes} bytes, ${mode.toString(8)}`);
      const problems = problemsOf(found, files, isSqlite);
      for (const problem of problems) complain(problem);
      if (problems.length > 0) return 1;
      print(isSqlite ? 'The file is whole, and every event has its id.' : 'Every event has its id.');
      return 0;
    } catch (error) {
      complain(`The database cannot be read to its end: ${error instanceof Error ? error.message : String(error)}`);
      if (isSqlite) complain('If no other program holds it, the file is damaged: restore a backup.');
      return 1;
    } finally {
      await reader.close();
    }
  },
};
