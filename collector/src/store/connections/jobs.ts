import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.js';
import type { FetchJob, NewJob } from './types.js';

/** Rows in one statement. */
export const portion = 100;

/**
 * Adds jobs. One that is there already gets another reason, so that many notifications about an order lead to one look; it is due
 * earlier where the new one is, unless it failed before and waits for that.
 */
export async function upsertJobs(db: Kysely<Tables>, jobs: NewJob[]): Promise<void> {
  const byKey = new Map(jobs.map((job) => [JSON.stringify([job.kind, job.account, job.resource]), job]));
  // In one order for all, so that no two transactions wait for each other.
  const keys = [...byKey.keys()].sort();
  const rows = keys.flatMap((key): FetchJob[] => {
    const job = byKey.get(key);
    return job ? [{ ...job, revision: 1, attempts: 0, lease_until: 0 }] : [];
  });
  for (let start = 0; start < rows.length; start += portion) {
    await db
      .insertInto('fetch_jobs')
      .values(rows.slice(start, start + portion))
      .onConflict((conflict) =>
        conflict.columns(['kind', 'account', 'resource']).doUpdateSet({
          revision: sql<number>`fetch_jobs.revision + 1`,
          due_at: sql<number>`CASE WHEN fetch_jobs.attempts = 0 AND excluded.due_at < fetch_jobs.due_at
            THEN excluded.due_at ELSE fetch_jobs.due_at END`,
        }),
      )
      .execute();
  }
}

/** The row of a job that was claimed. */
export const rowOf = (job: FetchJob) =>
  sql<boolean>`kind = ${job.kind} AND account = ${job.account} AND resource = ${job.resource}`;
