import { createRulebook } from '../automations/rulebook.js';
import { createComplaints } from '../log/complain.js';
import type { Options } from '../options/collector-options.js';
import { isPostgres } from '../options/is-postgres.js';
import type { Follower } from '../store/insertion.js';
import { openStore } from '../store/open-store.js';
import { createReopeningStore } from '../store/reopening-store.js';
import type { Store } from '../store/store.js';

/**
 * Opens the database of a collector. With a stream the collector works while the database is away, so a database that is elsewhere
 * may be away at the start as well. A process that only accepts events has no use for a file, which only its writer opens.
 *
 * @param followers do what follows from new events, in the transaction that stores them
 * @throws where the collector cannot do without it
 */
export async function openDatabase(options: Readonly<Options>, followers: readonly Follower[] = []): Promise<Store> {
  const { database, stream, role, logger } = options;
  // Read anew each time: a reload brings others.
  const rulebook = createRulebook(() => options.businesses);
  const open = () => openStore(database, (sentence) => logger.warn(sentence), { followers, rulebook });
  if (stream === '') return open();
  const complain = createComplaints(logger);
  if (isPostgres(database)) {
    const tell = (cause: unknown) => complain('The database cannot be opened; it is tried again.', cause);
    return createReopeningStore(open, tell);
  }
  if (role !== 'collector') return open();
  const none = () => Promise.reject(new Error('this process only accepts events and has no database of its own.'));
  return createReopeningStore(none, () => {});
}
