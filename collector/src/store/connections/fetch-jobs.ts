import { sql, type SqlBool } from 'kysely';
import type { Engine } from '../engine.js';
import type { Insertion } from '../insertion.js';
import { rowOf, upsertJobs } from './jobs.js';
import { keepOrder } from './keep-order.js';
import type { ConnectionStore, FetchJob, JobKey } from './types.js';

type Methods =
  'noteNotifications' | 'addJobs' | 'claimJobs' | 'settleJob' | 'postponeJob' | 'ordersToCheck' | 'ordersOfRef';

/** In one order for all, so that no two transactions wait for each other. */
const accountsOf = (keys: JobKey[]) =>
  [...new Set(keys.map(({ kind, account }) => JSON.stringify([kind, account])))]
    .sort()
    .map((text) => JSON.parse(text) as [kind: string, account: string]);

/** What has to be fetched of connected accounts, and what came of it. */
export function createFetchJobs(engine: Engine, insertNew: Insertion): Pick<ConnectionStore, Methods> {
  const { db, dialect } = engine;

  /** Jobs that are due, nobody's, and of accounts whose tokens work. */
  const isClaimable = (kinds: string[], now: number) =>
    sql<SqlBool>`due_at <= ${now} AND lease_until <= ${now} AND kind IN (${sql.join(kinds)})
      AND EXISTS (SELECT 1 FROM connections WHERE connections.kind = fetch_jobs.kind
        AND connections.account = fetch_jobs.account AND connections.state = 'connected')`;

  /**
   * A transaction that stores no events need not take turns with those that do, where the database has several writers: a
   * notification has to be answered within half a second, whatever a shop sends meanwhile.
   */
  const writeBeside: Engine['write'] = (work) =>
    dialect.isSqlite ? engine.write(work) : db.transaction().execute(work);

  return {
    async noteNotifications(notifications, now) {
      await writeBeside(async (transaction) => {
        const known = new Map<string, string>();
        for (const [kind, account] of accountsOf(notifications)) {
          const row = await transaction
            .updateTable('connections')
            .set({ last_notified_at: now })
            .where('kind', '=', kind)
            .where('account', '=', account)
            .returning('business')
            .executeTakeFirst();
          if (row) known.set(JSON.stringify([kind, account]), row.business);
        }
        const jobs = notifications.flatMap(({ kind, account, resource }) => {
          const business = known.get(JSON.stringify([kind, account]));
          return business === undefined ? [] : [{ kind, account, resource, business, due_at: now }];
        });
        await upsertJobs(transaction, jobs);
      });
    },

    async addJobs(jobs) {
      if (jobs.length > 0) await engine.write((transaction) => upsertJobs(transaction, jobs));
    },

    async claimJobs(kinds, now, leaseUntil, limit) {
      if (kinds.length === 0 || limit === 0) return [];
      const due = (from: typeof db) =>
        from
          .selectFrom('fetch_jobs')
          .select(['kind', 'account', 'resource'])
          .where(isClaimable(kinds, now))
          .orderBy('due_at')
          .limit(limit);
      // Looked at first without writing: mostly nothing is due, and a writer holds up the events that arrive.
      if ((await due(db).limit(1).execute()).length === 0) return [];
      return engine.write(async (transaction) => {
        const jobs: FetchJob[] = [];
        for (const key of await due(transaction).execute()) {
          const job = await transaction
            .updateTable('fetch_jobs')
            .set({ lease_until: leaseUntil })
            .where(rowOf(key as FetchJob))
            .returningAll()
            .executeTakeFirst();
          if (job) jobs.push(job);
        }
        return jobs;
      });
    },

    async settleJob(job, { orders, jobs = [], again, isAttempt = false, problem = null, reconciledAt }, now) {
      const { kind, account, business } = job;
      await engine.write(async (transaction) => {
        const connected = await transaction
          .updateTable('connections')
          .set({ last_fetched_at: now, problem })
          .$if(reconciledAt !== undefined, (query) => query.set({ reconciled_at: reconciledAt }))
          .where('kind', '=', kind)
          .where('account', '=', account)
          .where('business', '=', business)
          .where('state', '=', 'connected')
          .executeTakeFirst();
        // Disconnected meanwhile: nothing of the account is told any more.
        if (connected.numUpdatedRows === 0n) return;
        const events = [];
        for (const change of orders) events.push(...(await keepOrder(transaction, { kind, business }, change, now)));
        await insertNew(transaction, events);
        await upsertJobs(
          transaction,
          jobs.map((more) => ({ kind, account, business, ...more })),
        );
        if (again === undefined) {
          await transaction.deleteFrom('fetch_jobs').where(rowOf(job)).where('revision', '=', job.revision).execute();
        } else {
          await transaction
            .updateTable('fetch_jobs')
            .set({ due_at: again, lease_until: 0, attempts: isAttempt ? job.attempts + 1 : 0 })
            .where(rowOf(job))
            .where('revision', '=', job.revision)
            .execute();
        }
        // There is another reason since: look once more.
        await transaction
          .updateTable('fetch_jobs')
          .set({ due_at: now, lease_until: 0, attempts: 0 })
          .where(rowOf(job))
          .where('revision', '<>', job.revision)
          .execute();
      });
    },

    async postponeJob(job, dueAt, { isAttempt, problem }) {
      await engine.write(async (transaction) => {
        await transaction
          .updateTable('fetch_jobs')
          .set({ due_at: dueAt, lease_until: 0, attempts: job.attempts + (isAttempt ? 1 : 0) })
          .where(rowOf(job))
          .execute();
        if (problem === undefined) return;
        await transaction
          .updateTable('connections')
          .set({ problem })
          .where('kind', '=', job.kind)
          .where('account', '=', job.account)
          .where('state', '=', 'connected')
          .execute();
      });
    },

    async ordersToCheck({ kind, account }, now, limit) {
      const rows = await db
        .selectFrom('marketplace_orders')
        .select('order_id')
        .where('kind', '=', kind)
        .where('account', '=', account)
        .where('check_at', '<=', now)
        .orderBy('check_at')
        .limit(limit)
        .execute();
      return rows.map(({ order_id }) => order_id);
    },

    async ordersOfRef({ business, kind, ref }) {
      const rows = await db
        .selectFrom('order_refs')
        .select('order_id')
        .where('business', '=', business)
        .where('kind', '=', kind)
        .where('ref', '=', ref)
        .orderBy('order_id')
        .execute();
      return rows.map(({ order_id }) => order_id);
    },
  };
}
