import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { openReader, shownAddress } from '../store/open-reader.js';
import { openEngine } from '../store/open-store.js';
import { readToken, replaceToken } from '../store/queries/token.js';
import type { Command } from './command.js';
import { databaseFlags, databaseUsage, whichDatabase } from './which-database.js';

/** Shows or replaces the inspector's token of a database. */
export const token: Command = {
  usage: `vitrina-collector token [options]

Shows the token that opens the inspector, where the configuration names none: /inspector/?token=… at the collector's address.

${databaseUsage}
  --renew              makes another one; collectors take it at their next start, and it opens no inspector before
`,
  async run(args, { print, complain }) {
    const { values } = parseArgs({ args, options: { ...databaseFlags, renew: { type: 'boolean' } } });
    const database = whichDatabase(values);
    // Also where it is to be replaced: this refuses to make a database.
    const reader = await openReader(database);
    const kept = await readToken(reader.db)
      .catch(() => undefined)
      .finally(reader.close);
    if (!values.renew && kept === undefined) {
      complain(
        `${shownAddress(database)} has no token yet; a collector without a token of its own makes one as it starts.`,
      );
      return 1;
    }
    if (!values.renew) {
      print(`Token  ${kept}`);
      return 0;
    }
    const fresh = randomBytes(24).toString('base64url');
    const engine = await openEngine(database, complain);
    await replaceToken(engine, fresh).finally(engine.close);
    print(`Token  ${fresh}`);
    print('Restart the collectors of this database, so that they take it.');
    return 0;
  },
};
