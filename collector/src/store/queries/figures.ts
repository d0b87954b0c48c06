import { expressionBuilder, type Kysely, type RawBuilder, sql } from 'kysely';
import type { Dialect } from '../dialect.js';
import { indexedUpTo } from '../search/fill-index.js';
import { searchNumbers } from '../search/numbers.js';
import { trustOfRows } from '../search/trust.js';
import type { Figures } from '../store.js';
import type { Tables } from '../tables.js';
import { listed } from './listed.js';
import { matching } from './matching.js';
import { ahead, mostFound } from './spans.js';
import { createVisitorCount, type Ranged, type VisitorCount } from './visitors.js';

/** Third decimals are the most that a currency has; more of them come of adding up. */
const money = (amount: number): number => Math.round(amount * 1000) / 1000;

interface OrderCount extends Pick<Figures, 'orders' | 'revenue'> {
  /** Visitors with an order. */
  buyers: number;
}

const noOrders: OrderCount = { orders: 0, revenue: [], buyers: 0 };

/** Numbers of events are below: the numbers that a JavaScript program counts with. */
const mostEvents = sql.lit(2 ** 53);

/**
 * Whether an order was told first within the time: by a server, if one has told it, because a stranger who tells the numbers of orders to
 * come must not take these out of the figures. Nearly all orders are told within the time alone, which is found out by the index.
 */
function isPlacedWithin({ trusted, from, to }: Ranged): RawBuilder<unknown> {
  const isSame = sql`told.business = orders.business AND told.order_key = orders.order_key`;
  const isMeant = trusted === undefined ? sql`` : sql`AND told.trusted = ${sql.lit(Number(trusted))}`;
  return sql`CASE WHEN EXISTS (SELECT 1 FROM orders AS told
      WHERE ${isSame} AND (told.placed_at < ${sql.lit(from)} OR told.placed_at >= ${sql.lit(to)}))
    THEN (SELECT first_at >= ${sql.lit(from)} AND first_at < ${sql.lit(to)} FROM (
      SELECT coalesce(min(CASE WHEN told.trusted = 1 THEN told.placed_at END), min(told.placed_at)) AS first_at
      FROM orders AS told WHERE ${isSame} ${isMeant}) AS firsts)
    ELSE true END`;
}

/** What shops ask first. It is read from narrow tables; the events themselves are read only at both ends of the time. */
export function createFigures(db: Kysely<Tables>, dialect: Dialect) {
  const countVisitors = createVisitorCount(db, dialect);

  /** @param found numbers of the only events that may tell of an order */
  async function countOrders(filter: Ranged, found?: number[]): Promise<OrderCount> {
    const { business, session, user, from, to } = filter;
    const ofUser = matching({ user })(expressionBuilder<Tables, 'events'>());
    const conditions: RawBuilder<unknown>[] = [
      sql`placed_at >= ${sql.lit(from)}`,
      sql`placed_at < ${sql.lit(to)}`,
      ...(business === undefined ? [] : [sql`business = ${business}`]),
      ...(session === undefined ? [] : [sql`session = ${session}`]),
      ...trustOfRows(filter),
      ...(user === undefined ? [] : [sql`received_seq IN (SELECT events.received_seq FROM events WHERE ${ofUser})`]),
      ...(found === undefined ? [] : [sql`received_seq IN (SELECT number FROM (${listed(found)}) AS found)`]),
    ];
    // Of browser and server the one that tells the amount counts, of two the one with a private key, and of those the first. Both
    // databases find the least of a number much faster than they number the rows of each order.
    const rank = sql`(CASE WHEN amount IS NULL THEN 2 ELSE 0 END + CASE WHEN trusted = 1 THEN 0 ELSE 1 END)`;
    const { rows } = await sql<{ kind: string; currency: string | null; number: number; amount: number | null }>`
      WITH told AS MATERIALIZED (
        SELECT business, order_key, session, ${rank} * ${mostEvents} + received_seq AS place
        FROM orders WHERE ${sql.join(conditions, sql` AND `)} AND ${isPlacedWithin(filter)}
      )
      SELECT 'orders' AS kind, currency, count(*) AS number, sum(amount) AS amount FROM orders WHERE received_seq IN (
        SELECT min(place) % ${mostEvents} FROM told GROUP BY order_key, business)
      GROUP BY currency
      UNION ALL SELECT 'buyers', NULL, count(DISTINCT session), NULL FROM told`.execute(db);
    const orders = rows.filter(({ kind }) => kind === 'orders');
    const revenue = orders
      .flatMap(({ currency, amount }) => (currency === null ? [] : [{ currency, amount: money(Number(amount)) }]))
      .sort((one, other) => (one.currency < other.currency ? -1 : 1));
    return {
      orders: orders.reduce((sum, { number }) => sum + Number(number), 0),
      revenue,
      buyers: Number(rows.find(({ kind }) => kind === 'buyers')?.number ?? 0),
    };
  }

  /** Of the events that words find. */
  async function countFound(filter: Ranged): Promise<VisitorCount & OrderCount & { isCut: boolean }> {
    const numbers = await searchNumbers(db, dialect, filter);
    const { rows } = await sql<{ number: number; session: string | null; action: string }>`
      SELECT found.number AS number, events.session AS session, events.action AS action
      FROM (${numbers({ limit: mostFound + 1 })}) AS found JOIN events ON events.received_seq = found.number
      ORDER BY found.number DESC`.execute(db);
    const found = rows.slice(0, mostFound);
    const sessions = (action?: string) =>
      new Set(
        found.flatMap((row) => (row.session !== null && (action ?? row.action) === row.action ? [row.session] : [])),
      ).size;
    const orders = found.filter(({ action }) => action === 'order.placed').map(({ number }) => Number(number));
    const counted = orders.length === 0 ? noOrders : await countOrders(filter, orders);
    return { visitors: sessions(), carts: sessions('cart.added'), ...counted, isCut: rows.length > mostFound };
  }

  async function countAll(filter: Ranged): Promise<VisitorCount & OrderCount & { isCut: boolean }> {
    const { action } = filter;
    const isAboutOrders = action === undefined || action === 'order.placed';
    // PostgreSQL answers both at a time.
    const [visitors, orders] = await Promise.all([
      countVisitors(filter),
      isAboutOrders ? countOrders(filter) : Promise.resolve(noOrders),
    ]);
    return { ...visitors, ...orders, isCut: false };
  }

  return {
    async figures({ from, to, ...others }: Ranged): Promise<Figures> {
      const filter = { ...others, from, to: to >= Date.now() / 1000 - 1 ? to + ahead : to };
      const upTo = await indexedUpTo(db);
      const newest = await db
        .selectFrom('events')
        .select(({ fn }) => fn.max('received_seq').as('last'))
        .executeTakeFirst();
      const pending = Math.max(0, Number(newest?.last ?? 0) - upTo);
      const counted = await (others.q === undefined ? countAll(filter) : countFound(filter));
      const { visitors, carts, orders, revenue, buyers, isCut } = counted;
      return {
        ...{ from, to, visitors, carts, orders, revenue },
        conversion: visitors === 0 ? null : buyers / visitors,
        ...(isCut ? { at_least: true } : {}),
        ...(pending > 0 ? { pending } : {}),
      };
    },
  };
}
