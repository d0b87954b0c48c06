import { expressionBuilder, type Kysely, type RawBuilder, sql } from 'kysely';
import type { Dialect } from '../dialect.js';
import { ownBit } from '../search/action-bits.js';
import { lastIndexed } from '../search/fill-index.js';
import { trustOfRows } from '../search/trust.js';
import type { RowFilter } from '../store.js';
import type { Tables } from '../tables.js';
import { eventsBy } from './events-by.js';
import { matching } from './matching.js';
import { hour, manyHours } from './spans.js';

export type Ranged = RowFilter & { from: number; to: number };

export interface VisitorCount {
  visitors: number;
  carts: number;
}

const joined = (conditions: RawBuilder<unknown>[]) => sql.join(conditions, sql` AND `);

/** Counts visitors, and those with a cart, each once. */
export function createVisitorCount(db: Kysely<Tables>, dialect: Dialect) {
  const { isSqlite } = dialect;
  const hasCart = sql`actions & ${sql.lit(ownBit('cart.added'))} <> 0`;
  const byTime = isSqlite ? sql`events INDEXED BY events_time` : sql`events`;
  const byNumber = isSqlite ? sql`events NOT INDEXED` : sql`events`;

  async function ask(counted: RawBuilder<unknown>): Promise<VisitorCount> {
    const { rows } = await sql<{ visitors: number; carts: number | null }>`
      SELECT sum(is_new) AS visitors, sum(carted) AS carts FROM (${counted}) AS counted`.execute(db);
    return { visitors: Number(rows[0]?.visitors ?? 0), carts: Number(rows[0]?.carts ?? 0) };
  }

  /** A row for each event. */
  const eventsIn = (from: RawBuilder<unknown>, filter: Ranged) =>
    sql`SELECT events.session AS session, CASE WHEN events.action = 'cart.added' THEN 1 ELSE 0 END AS carted FROM ${from}
      WHERE ${matching(filter)(expressionBuilder<Tables, 'events'>())} AND events.session IS NOT NULL`;

  const eachOnce = (events: RawBuilder<unknown>) =>
    sql`SELECT session, max(carted) AS carted, 1 AS is_new FROM (${events}) AS seen GROUP BY session`;

  return async function countVisitors(filter: Ranged): Promise<VisitorCount> {
    const { business, session, user, action, from, to } = filter;
    const bit = action === undefined ? undefined : ownBit(action);
    const [first, last] = [Math.ceil(from / hour), Math.floor(to / hour)];
    const isNarrow = session !== undefined || user !== undefined || (action !== undefined && bit === undefined);
    if (isNarrow) {
      // Of an action of the shop's own the events are few.
      return ask(eachOnce(eventsIn(eventsBy(dialect, { session, user }), filter)));
    }
    if (first >= last) return ask(eachOnce(eventsIn(byTime, filter)));

    const conditions = [
      sql`hour >= ${sql.lit(first)}`,
      sql`hour < ${sql.lit(last)}`,
      ...(business === undefined ? [] : [sql`business = ${business}`]),
      ...(bit === undefined ? [] : [sql`actions & ${sql.lit(bit)} <> 0`]),
      ...trustOfRows(filter),
    ];
    const bySession = isSqlite ? sql`visitor_hours INDEXED BY visitor_hours_session` : sql`visitor_hours`;
    const ofHours = isSqlite && last - first < manyHours ? sql`visitor_hours` : bySession;
    const whole = sql`SELECT max(CASE WHEN ${hasCart} THEN 1 ELSE 0 END) AS carted, 1 AS is_new
      FROM ${ofHours} WHERE ${joined(conditions)} GROUP BY session`;
    // The hours at both ends, and what the index does not have yet, add those who are in no whole hour.
    const others = [
      eventsIn(byTime, { ...filter, to: first * hour }),
      eventsIn(byTime, { ...filter, from: last * hour }),
      sql`${eventsIn(byNumber, { ...filter, from: first * hour, to: last * hour })} AND events.received_seq > ${lastIndexed}`,
    ];
    const isThere = (more: RawBuilder<unknown>[]) =>
      sql`EXISTS (SELECT 1 FROM ${bySession} WHERE visitor_hours.session = other.session AND ${joined([...conditions, ...more])})`;
    const added = sql`SELECT CASE WHEN carted = 1 AND NOT ${isThere([hasCart])} THEN 1 ELSE 0 END AS carted,
        CASE WHEN ${isThere([])} THEN 0 ELSE 1 END AS is_new
      FROM (${eachOnce(sql.join(others, sql` UNION ALL `))}) AS other`;
    return ask(sql`${whole} UNION ALL ${added}`);
  };
}
