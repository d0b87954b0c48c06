import { type Kysely, type RawBuilder, sql } from 'kysely';
import { dayOf } from '../identity/attachment.js';
import type { Tables } from '../tables.js';

/** Rows that are removed at a time, so that events get in between. */
export const portion = 1000;

const eventsOf = (table: 'sessions' | 'conflicts') =>
  sql`SELECT 1 FROM events WHERE events.session = ${sql.ref(`${table}.session`)}
    AND events.business || '' = ${sql.ref(`${table}.business`)}`;

const named = (source: string, user: string) =>
  sql`SELECT 1 FROM profiles WHERE profiles.business = aliases.business
    AND profiles.source = ${sql.ref(`aliases.${source}`)} AND profiles.user_id = ${sql.ref(`aliases.${user}`)}`;

/** What is too old of each table: nobody was named in it since, and nothing is left of which it says anything. */
const statements: ((before: string) => RawBuilder<unknown>)[] = [
  (before) => sql`DELETE FROM sessions WHERE (business, session) IN (SELECT business, session FROM sessions
    WHERE seen_on < ${before} AND NOT EXISTS (${eventsOf('sessions')}) LIMIT ${sql.lit(portion)})`,
  (before) => sql`DELETE FROM conflicts WHERE (business, session, source, user_id) IN (
    SELECT business, session, source, user_id FROM conflicts
    WHERE seen_on < ${before} AND NOT EXISTS (${eventsOf('conflicts')}) LIMIT ${sql.lit(portion)})`,
  (before) => sql`DELETE FROM profiles WHERE (business, source, user_id) IN (
    SELECT business, source, user_id FROM profiles WHERE seen_on < ${before}
      AND NOT EXISTS (SELECT 1 FROM sessions WHERE sessions.user_id = profiles.user_id
        AND sessions.source = profiles.source AND sessions.business = profiles.business)
      AND NOT EXISTS (SELECT 1 FROM events WHERE events.user_id = profiles.user_id
        AND coalesce(events.user_source, '') = profiles.source AND events.business || '' = profiles.business)
    LIMIT ${sql.lit(portion)})`,
  (before) => sql`DELETE FROM aliases WHERE (business, from_source, from_user) IN (
    SELECT business, from_source, from_user FROM aliases WHERE created_at < ${before}
      AND NOT EXISTS (${named('from_source', 'from_user')}) AND NOT EXISTS (${named('to_source', 'to_user')})
    LIMIT ${sql.lit(portion)})`,
  // What it was about is in the timer itself, so it may be older than its events, but not than they are kept.
  (before) => sql`DELETE FROM timers WHERE (business, rule, subject) IN (
    SELECT business, rule, subject FROM timers WHERE seen_on < ${before} LIMIT ${sql.lit(portion)})`,
  (before) => sql`DELETE FROM timer_counts WHERE (business, rule, day, outcome) IN (
    SELECT business, rule, day, outcome FROM timer_counts WHERE day < ${before} LIMIT ${sql.lit(portion)})`,
  (before) => sql`DELETE FROM marketplace_orders WHERE (business, kind, order_id) IN (
    SELECT business, kind, order_id FROM marketplace_orders WHERE seen_on < ${before} LIMIT ${sql.lit(portion)})`,
  (before) => sql`DELETE FROM privacy_requests WHERE (business, kind, request) IN (
    SELECT business, kind, request FROM privacy_requests WHERE seen_on < ${before} LIMIT ${sql.lit(portion)})`,
  () => sql`DELETE FROM order_refs WHERE (business, kind, ref, order_id) IN (
    SELECT business, kind, ref, order_id FROM order_refs
    WHERE NOT EXISTS (SELECT 1 FROM marketplace_orders WHERE marketplace_orders.order_id = order_refs.order_id
      AND marketplace_orders.kind = order_refs.kind AND marketplace_orders.business = order_refs.business)
    LIMIT ${sql.lit(portion)})`,
];

/**
 * Removes what is known of people of whom no event is left, after the events of their time have expired.
 *
 * @param before ISO 8601
 * @param inPortions repeats a removal until it takes less than a portion, and tells how many rows it took
 */
export async function sweepPeople(
  before: string,
  inPortions: (remove: (db: Kysely<Tables>) => Promise<number>) => Promise<number>,
): Promise<number> {
  let removed = 0;
  for (const statement of statements) {
    removed += await inPortions(async (db) =>
      Number((await statement(dayOf(before)).execute(db)).numAffectedRows ?? 0),
    );
  }
  return removed;
}
