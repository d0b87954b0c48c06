import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from '../tables.js';
import { nameOf } from './take-deliveries.js';
import type { EndpointKey } from './types.js';

const namesIn = (endpoints: readonly EndpointKey[]): RawBuilder<unknown> =>
  sql`(business, endpoint) IN (VALUES ${sql.join(endpoints.map(({ business, endpoint }) => sql`(${business}, ${endpoint})`))})`;

/** The endpoints that have been switched off because of an answer, with their addresses. */
export async function readOff(
  db: Kysely<Tables>,
): Promise<Map<string, { address: string; off_reason: string | null }>> {
  const rows = await db
    .selectFrom('outbox_endpoints')
    .select(['business', 'endpoint', 'address', 'off_reason'])
    .where('off_at', 'is not', null)
    .execute();
  return new Map(rows.map((row) => [nameOf(row), row]));
}

/** Whether anything waits for these. */
export async function isWaitingFor(db: Kysely<Tables>, endpoints: readonly EndpointKey[]): Promise<boolean> {
  if (endpoints.length === 0) return false;
  const { rows } = await sql`SELECT 1 FROM outbox WHERE ${namesIn(endpoints)} AND next_at IS NOT NULL LIMIT 1`.execute(
    db,
  );
  return rows.length > 0;
}

/**
 * Ends what waits for endpoints that are switched off. It stays visible as dead, and somebody may have it sent again: what has waited for
 * days is not poured out as if it were fresh. An attempt that is under way may still succeed.
 *
 * @returns how many there were
 */
export async function endDeliveries(
  db: Kysely<Tables>,
  endpoints: readonly EndpointKey[],
  reason: string,
): Promise<number> {
  if (endpoints.length === 0) return 0;
  const { numAffectedRows = 0n } = await sql`UPDATE outbox
    SET state = 'dead', next_at = NULL, lease_until = NULL, last_error = ${reason}
    WHERE ${namesIn(endpoints)} AND next_at IS NOT NULL`.execute(db);
  return Number(numAffectedRows);
}
