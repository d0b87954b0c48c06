import { type Kysely, sql } from 'kysely';
import type { Whom } from '../identity/whom.js';
import type { PersonRequest } from '../privacy.js';
import type { Tables } from '../tables.js';

const isOf = ({ business, source, user_id }: Whom['profiles'][number]) =>
  sql`business = ${business} AND kind = ${source} AND customer = ${user_id}`;

/** That platforms have asked what is known of a person. */
export async function findRequestsOf(db: Kysely<Tables>, { profiles }: Whom): Promise<PersonRequest[]> {
  const found: PersonRequest[] = [];
  for (const profile of profiles) {
    const { rows } = await sql<PersonRequest>`
      SELECT business, kind, customer, received_at FROM privacy_requests WHERE ${isOf(profile)}
      ORDER BY received_at`.execute(db);
    found.push(...rows);
  }
  return found;
}

export async function eraseRequests(db: Kysely<Tables>, { profiles }: Whom): Promise<number> {
  let count = 0;
  for (const profile of profiles) {
    const { numAffectedRows } = await sql`DELETE FROM privacy_requests WHERE ${isOf(profile)}`.execute(db);
    count += Number(numAffectedRows ?? 0);
  }
  return count;
}
