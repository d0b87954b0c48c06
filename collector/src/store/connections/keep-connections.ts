import { type Kysely, sql } from 'kysely';
import type { Engine } from '../engine.js';
import type { Tables } from '../tables.js';
import { upsertJobs } from './jobs.js';
import type { AccountKey, Connection, ConnectionStore, ConnectionSummary } from './types.js';

/** Milliseconds that somebody may take at the platform to connect an account. */
const longestAttempt = 3_600_000;

type Methods =
  | 'beginConnecting'
  | 'takeAttempt'
  | 'keepConnection'
  | 'disconnect'
  | 'connection'
  | 'connections'
  | 'claimRefresh'
  | 'keepTokens'
  | 'failRefresh';

const readConnection = (db: Kysely<Tables>, { kind, account }: AccountKey): Promise<Connection | undefined> =>
  db.selectFrom('connections').selectAll().where('kind', '=', kind).where('account', '=', account).executeTakeFirst();

/** Connected accounts, and the tokens that open them. */
export function createConnectionKeeper(engine: Engine): Pick<ConnectionStore, Methods> {
  const { db } = engine;

  /** The row whose tokens were given at that time: any other pair is not ours to change. */
  const changeTokens = (transaction: Kysely<Tables>, key: AccountKey & Pick<Connection, 'refreshed_at'>) =>
    transaction
      .updateTable('connections')
      .where('kind', '=', key.kind)
      .where('account', '=', key.account)
      .where('refreshed_at', '=', key.refreshed_at);

  return {
    async beginConnecting(attempt) {
      await engine.write(async (transaction) => {
        await transaction
          .deleteFrom('connection_attempts')
          .where('started_at', '<', attempt.started_at - longestAttempt)
          .execute();
        await transaction.insertInto('connection_attempts').values(attempt).execute();
      });
    },

    async takeAttempt({ kind, state_hash }) {
      const known = await db
        .selectFrom('connection_attempts')
        .select('kind')
        .where('state_hash', '=', state_hash)
        .executeTakeFirst();
      if (known?.kind !== kind) return undefined;
      return engine.write((transaction) =>
        transaction
          .deleteFrom('connection_attempts')
          .where('state_hash', '=', state_hash)
          .returningAll()
          .executeTakeFirst(),
      );
    },

    keepConnection: ({ business, kind, account, tokens, expires_at }, routines, now) =>
      engine.write(async (transaction) => {
        const before = await readConnection(transaction, { kind, account });
        if (before && before.business !== business) return { takenBy: before.business };
        const fresh = {
          ...{ tokens, expires_at, state: 'connected' as const, problem: null },
          ...{ refreshed_at: now, refreshing_since: null, lease_until: 0 },
        };
        await transaction
          .insertInto('connections')
          .values({
            reconciled_at: null,
            kind,
            account,
            business,
            connected_at: now,
            last_notified_at: null,
            last_fetched_at: null,
            ...fresh,
          })
          .onConflict((conflict) => conflict.columns(['kind', 'account']).doUpdateSet(fresh))
          .execute();
        const jobs = routines.map((resource) => ({ kind, account, business, resource, due_at: now }));
        await upsertJobs(transaction, jobs);
        return {};
      }),

    disconnect: ({ business, kind, account }) =>
      engine.write(async (transaction) => {
        const gone = await transaction
          .deleteFrom('connections')
          .where('kind', '=', kind)
          .where('account', '=', account)
          .where('business', '=', business)
          .executeTakeFirst();
        if (gone.numDeletedRows === 0n) return false;
        await transaction.deleteFrom('fetch_jobs').where('kind', '=', kind).where('account', '=', account).execute();
        return true;
      }),

    connection: (key) => readConnection(db, key),

    async connections(business) {
      const { rows } = await sql<ConnectionSummary>`
        SELECT kind, account, business, state, refreshed_at, connected_at, last_notified_at, last_fetched_at, problem,
          (SELECT count(*) FROM fetch_jobs WHERE fetch_jobs.kind = connections.kind
            AND fetch_jobs.account = connections.account AND fetch_jobs.resource NOT LIKE '#%') AS waiting
        FROM connections ${business === undefined ? sql`` : sql`WHERE business = ${business}`}
        ORDER BY business, kind, account`.execute(db);
      return rows.map((row) => ({ ...row, waiting: Number(row.waiting) }));
    },

    claimRefresh: (key, now, leaseUntil) =>
      engine.write(async (transaction) => {
        const before = await readConnection(transaction, key);
        const isFree = before?.state === 'connected' && before.lease_until <= now;
        if (!isFree || before.refreshed_at !== key.refreshed_at) return undefined;
        const connection = await changeTokens(transaction, key)
          .set({ refreshing_since: now, lease_until: leaseUntil })
          .returningAll()
          .executeTakeFirst();
        return connection && { connection, wasInterrupted: before.refreshing_since !== null };
      }),

    keepTokens: (key, { tokens, expires_at }, now) =>
      engine.write(async (transaction) => {
        const { numUpdatedRows } = await changeTokens(transaction, key)
          .set({ tokens, expires_at, state: 'connected', problem: null })
          .set({ refreshed_at: now, refreshing_since: null, lease_until: 0 })
          .executeTakeFirst();
        return numUpdatedRows > 0n;
      }),

    async failRefresh(key, { problem, isOver, until }) {
      await engine.write((transaction) =>
        changeTokens(transaction, key)
          .set({ problem, lease_until: until })
          .$if(isOver, (query) => query.set({ state: 'reconnect', tokens: null, refreshing_since: null }))
          .execute(),
      );
    },
  };
}
