import { type Kysely, type Selectable, sql } from 'kysely';
import { toRow } from '../queries/read.js';
import type { EventsTable, Tables } from '../tables.js';
import type { ClaimedDelivery, EndpointKey, KnownEndpoint } from './types.js';

export const nameOf = ({ business, endpoint }: EndpointKey): string => `${business} ${endpoint}`;

/** The endpoints to which something may be sent now. */
export async function readyEndpoints(
  db: Kysely<Tables>,
  endpoints: KnownEndpoint[],
  now: number,
): Promise<KnownEndpoint[]> {
  const rows = await db
    .selectFrom('outbox_endpoints')
    .select(['business', 'endpoint', 'address'])
    .where((row) => row.or([row('off_at', 'is not', null), row('hold_until', '>', now)]))
    .execute();
  const waiting = new Map(rows.map((row) => [nameOf(row), row.address]));
  // What is noted of an address does not hold for another one under the same name.
  return endpoints.filter((endpoint) => waiting.get(nameOf(endpoint)) !== endpoint.address);
}

interface Claim extends EndpointKey {
  number: number;
  event_id: string;
  attempts: number;
  was_leased: number;
}

/**
 * Takes what is due of one endpoint. What is under way counts against `most`: its rows are found by the end of their lease, which is
 * also when they are due again. By other clocks that may be a little later than by ours.
 */
async function claim(
  db: Kysely<Tables>,
  { business, endpoint }: KnownEndpoint,
  { now, most, lease }: { now: number; most: number; lease: number },
): Promise<Claim[]> {
  const { rows: due } = await sql<Omit<Claim, keyof EndpointKey>>`
    SELECT number, event_id, attempts, CASE WHEN lease_until IS NULL THEN 0 ELSE 1 END AS was_leased FROM outbox
    WHERE business = ${business} AND endpoint = ${endpoint} AND next_at <= ${now}
    ORDER BY next_at, number LIMIT ${sql.lit(most)}`.execute(db);
  if (due.length === 0) return [];
  const { rows } = await sql<{ count: number }>`SELECT count(*) AS count FROM outbox
    WHERE business = ${business} AND endpoint = ${endpoint} AND next_at > ${now} AND next_at <= ${now + 2 * lease}
      AND lease_until > ${now}`.execute(db);
  const taken = due.slice(0, Math.max(0, most - Number(rows[0]?.count ?? 0)));
  if (taken.length === 0) return [];
  await db
    .updateTable('outbox')
    .set({ attempts: sql`attempts + 1`, next_at: now + lease, lease_until: now + lease })
    .where(
      'number',
      'in',
      taken.map(({ number }) => number),
    )
    .execute();
  return taken.map((row) => ({ ...row, business, endpoint }));
}

/** Reads the events of claimed rows. A row without its event can never be delivered and goes. */
async function withEvents(db: Kysely<Tables>, claims: Claim[]): Promise<ClaimedDelivery[]> {
  const found: ClaimedDelivery[] = [];
  for (const { number, business, endpoint, event_id, attempts, was_leased } of claims) {
    const { rows } = await sql<Selectable<EventsTable>>`SELECT events.* FROM events
      JOIN ids ON ids.received_seq = events.received_seq
      WHERE ids.business = ${business} AND ids.id = ${event_id}`.execute(db);
    const [event] = rows;
    if (event) {
      const attempt = attempts + 1;
      found.push({ number, business, endpoint, attempt, isRepeat: was_leased === 1, event: toRow(event) });
    } else await db.deleteFrom('outbox').where('number', '=', number).execute();
  }
  return found;
}

/** Takes the deliveries that are due, of the endpoints that are ready for them. */
export async function takeDeliveries(
  db: Kysely<Tables>,
  endpoints: KnownEndpoint[],
  bounds: { now: number; most: number; lease: number },
): Promise<ClaimedDelivery[]> {
  const claims: Claim[] = [];
  for (const endpoint of await readyEndpoints(db, endpoints, bounds.now)) {
    claims.push(...(await claim(db, endpoint, bounds)));
  }
  return withEvents(db, claims);
}
