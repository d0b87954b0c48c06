import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isPostgres } from '../options/is-postgres.js';
import { checkSource, copyDatabase } from '../store/copy/copy-database.js';
import { openReader, shownAddress } from '../store/open-reader.js';
import { openEngine } from '../store/open-store.js';
import type { Command } from './command.js';

/** Milliseconds for one statement; a portion is small. */
const patience = 60_000;

/** Progress is told each time so many ids were looked at. */
const progressEvery = 100_000;

/** A name by which the same database is known again. */
const nameOf = async (database: string): Promise<string> =>
  isPostgres(database) ? shownAddress(database) : realpath(database).catch(() => resolve(database));

/** A file may have several names, as a hard link. */
async function isSame(one: string, other: string): Promise<boolean> {
  if ((await nameOf(one)) === (await nameOf(other))) return true;
  if (isPostgres(one) || isPostgres(other)) return false;
  const [first, second] = await Promise.all([one, other].map((path) => stat(path).catch(() => undefined)));
  return first !== undefined && first.dev === second?.dev && first.ino === second.ino;
}

/** Copies everything from one database into another. */
export const copy: Command = {
  usage: `vitrina-collector copy --from <database> --to <database>

Copies everything from one database into another one: a file or postgres://user@host/name, in both directions. Collectors
may write to the source meanwhile; copy again to catch up. It can be interrupted and repeated, and nothing is doubled. The
target has to be empty, or a copy of the same source to which no collector has written.
`,
  async run(args, { print, complain }) {
    const { values } = parseArgs({ args, options: { from: { type: 'string' }, to: { type: 'string' } } });
    const { from: source, to: target } = values;
    if (source === undefined || target === undefined)
      throw new TypeError('Name both: copy --from <database> --to <database>.');
    if (target === ':memory:') throw new TypeError('A database in memory ends with this command; name a file.');
    if (await isSame(source, target)) throw new TypeError('--from and --to name the same database.');
    const from = await openReader(source);
    try {
      await checkSource(from);
      const to = await openEngine(target, complain, patience);
      try {
        let told = 0;
        const { ids, events, removed } = await copyDatabase({
          from,
          to,
          source: await nameOf(source),
          onProgress: (counts) => {
            if (counts.ids < told + progressEvery) return;
            told = counts.ids;
            print(`${counts.ids} ids were looked at, ${counts.events} events copied …`);
          },
        });
        print(`${events} events were copied to ${shownAddress(target)}; it has ${ids} ids, as the source.`);
        if (removed > 0)
          print(`${removed} rows that the source has erased or forgotten since the last time were removed.`);
      } finally {
        await to.close();
      }
    } finally {
      await from.close();
    }
    return 0;
  },
};
