import type { ErasureReceipt } from '../store/privacy.js';

const day = 86_400_000;

/** Where what is stored is kept. */
export interface Keeping {
  isPostgres: boolean;
  /** For how many days a stream keeps what nobody has stored; 0 without a stream. */
  streamDays: number;
}

/** When content is gone from somewhere, and what has to be done or to be known about it. */
interface Going {
  /** ISO 8601; null where the collector cannot know. */
  at: string | null;
  how: string;
}

function fromDatabase(
  { overwritten, counts, erased_at }: ErasureReceipt,
  { isPostgres }: Keeping,
  elsewhere: string,
): Going {
  if (Object.values(counts).every((count) => count === 0)) {
    const hint = elsewhere === '' ? 'See whether it is spelled right.' : `The same name is known with ${elsewhere}.`;
    return { at: erased_at, how: `Nothing is stored under this name, so nothing was erased. ${hint}` };
  }
  if (isPostgres) {
    const how =
      'The rows are deleted, and no query shows them. PostgreSQL removes them from its files in its own time (autovacuum) and then uses their room again. To rewrite the files at once, under a lock: VACUUM FULL events, profiles, sessions, conflicts, aliases, dead_letters, refusals, outbox, timers, marketplace_orders, order_refs, privacy_requests. Its write-ahead log, archives and replicas are kept as they are configured.';
    return { at: null, how };
  }
  if (overwritten) return { at: erased_at, how: 'The content is overwritten in the file of the database.' };
  const how =
    'A program that reads the file keeps the content in it. The collector tries again every second, and overwrites the content when that program has ended.';
  return { at: null, how };
}

function fromStream({ erased_at }: ErasureReceipt, { streamDays }: Keeping): Going | null {
  if (streamDays === 0) return null;
  return {
    at: new Date(Date.parse(erased_at) + streamDays * day).toISOString(),
    how: 'What still waits in the stream is not stored when its turn comes, but for its id. The files of nats-server hold it until then, at the latest until the time told here.',
  };
}

/**
 * What was erased, and when it is gone from wherever it was.
 *
 * @param elsewhere where nothing was found: with which parameters something would be; empty where nothing would
 */
export const receiptOf = (receipt: ErasureReceipt, keeping: Keeping, elsewhere = '') => ({
  ...receipt,
  gone: {
    database: fromDatabase(receipt, keeping, elsewhere),
    stream: fromStream(receipt, keeping),
    backups: {
      at: null,
      how: 'Backups, copies and snapshots of the disk that are older than this still hold it. Delete them, or make new ones and delete them as soon as you have promised; repeat this erasure after a restore.',
    },
  },
});
