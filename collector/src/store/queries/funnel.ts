import { expressionBuilder, type Kysely, type RawBuilder, sql } from 'kysely';
import type { Dialect } from '../dialect.js';
import { ownBit } from '../search/action-bits.js';
import { lastIndexed } from '../search/fill-index.js';
import { trustOfRows } from '../search/trust.js';
import type { Funnel, FunnelRange } from '../questions.js';
import type { Tables } from '../tables.js';
import { eventsBy } from './events-by.js';
import { matching } from './matching.js';
import { ahead, hour, manyHours } from './spans.js';

/** The way to an order. */
const steps = ['product.viewed', 'cart.added', 'checkout.started', 'order.placed'] as const;

/** A step as a place among them, the first is 1; 0 is none. The furthest counts, because not each shop's pages tell each step. */
const placeOf = (isStep: (action: string) => RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`CASE ${sql.join(
    [...steps.entries()].reverse().map(([index, action]) => sql`WHEN ${isStep(action)} THEN ${sql.lit(index + 1)}`),
    sql` `,
  )} ELSE 0 END`;

const joined = (conditions: RawBuilder<unknown>[]) => sql.join(conditions, sql` AND `);

/** So many campaigns are told of. */
const mostCampaigns = 50;

/** The hours of a time, whole or not; what begins with its end is none of them. */
const hoursOf = ({ from, to, business }: FunnelRange): RawBuilder<unknown>[] => [
  sql`hour >= ${sql.lit(Math.floor(from / hour))}`,
  sql`hour < ${sql.lit(Math.ceil(to / hour))}`,
  ...(business === undefined ? [] : [sql`business = ${business}`]),
];

/** Tells how far visitors got, each counted once with the furthest step. */
export function createFunnel(db: Kysely<Tables>, dialect: Dialect) {
  const { isSqlite } = dialect;
  const ofHours = placeOf((action) => sql`actions & ${sql.lit(ownBit(action))} <> 0`);
  const ofEvents = placeOf((action) => sql`events.action = ${sql.lit(action)}`);
  const byTime = isSqlite ? sql`events INDEXED BY events_time` : sql`events`;
  const byNumber = isSqlite ? sql`events NOT INDEXED` : sql`events`;
  const bySession = isSqlite ? sql`visitor_hours INDEXED BY visitor_hours_session` : sql`visitor_hours`;

  /** A visitor is anyone, or who came by the campaign that is asked for. */
  const cameBy = ({ campaign }: FunnelRange, session: string) =>
    campaign === undefined ? sql`` : sql`AND ${sql.ref(session)} IN (SELECT session FROM came)`;

  const eventsIn = (from: RawBuilder<unknown>, filter: FunnelRange) =>
    sql`SELECT events.session AS session, ${ofEvents} AS place FROM ${from}
      WHERE ${matching(filter)(expressionBuilder<Tables, 'events'>())} AND events.session IS NOT NULL ${cameBy(filter, 'events.session')}`;

  /** A row for each visitor: how many they are to be counted as, and how far they got. */
  const furthest = (rows: RawBuilder<unknown>, number: number) =>
    sql`SELECT ${sql.lit(number)} AS number, max(place) AS place FROM (${rows}) AS seen GROUP BY session`;

  function visitorsOf(filter: FunnelRange): RawBuilder<unknown> {
    const { business, session, user, from, to } = filter;
    const [first, last] = [Math.ceil(from / hour), Math.floor(to / hour)];
    if (session !== undefined || user !== undefined)
      return furthest(eventsIn(eventsBy(dialect, { session, user }), filter), 1);
    if (first >= last) return furthest(eventsIn(byTime, filter), 1);
    const conditions = [
      sql`hour >= ${sql.lit(first)}`,
      sql`hour < ${sql.lit(last)}`,
      ...(business === undefined ? [] : [sql`business = ${business}`]),
      ...trustOfRows(filter),
    ];
    const hoursIn = (table: RawBuilder<unknown>) =>
      sql`SELECT session, ${ofHours} AS place FROM ${table} WHERE ${joined(conditions)} ${cameBy(filter, 'session')}`;
    const isShort = isSqlite && last - first < manyHours;
    // Of the few who were there at both ends of the time, or are not in the index yet, the furthest of all is told.
    const theirs = sql`${hoursIn(bySession)} AND session IN (SELECT session FROM other)`;
    return sql`${furthest(hoursIn(isShort ? sql`visitor_hours` : bySession), 1)} UNION ALL ${furthest(theirs, -1)}
      UNION ALL ${furthest(sql`SELECT session, place FROM other UNION ALL ${theirs}`, 1)}`;
  }

  const othersOf = (filter: FunnelRange): RawBuilder<unknown> => {
    const [first, last] = [Math.ceil(filter.from / hour), Math.floor(filter.to / hour)];
    if (first >= last) return sql`SELECT '' AS session, 0 AS place`;
    return sql.join(
      [
        eventsIn(byTime, { ...filter, to: first * hour }),
        eventsIn(byTime, { ...filter, from: last * hour }),
        sql`${eventsIn(byNumber, { ...filter, from: first * hour, to: last * hour })} AND events.received_seq > ${lastIndexed}`,
      ],
      sql` UNION ALL `,
    );
  };

  async function campaignsOf(range: FunnelRange): Promise<Funnel['campaigns']> {
    const { rows } = await sql<{ campaign: string; visitors: number }>`
      SELECT campaign, count(DISTINCT session) AS visitors FROM campaign_hours WHERE ${joined(hoursOf(range))}
      GROUP BY campaign ORDER BY visitors DESC, campaign LIMIT ${sql.lit(mostCampaigns)}`.execute(db);
    return rows.map(({ campaign, visitors }) => ({ campaign, visitors: Number(visitors) }));
  }

  return {
    async funnel({ from, to, ...others }: FunnelRange): Promise<Funnel> {
      const filter = { ...others, from, to: to >= Date.now() / 1000 - 1 ? to + ahead : to };
      const { rows } = await sql<{ place: number; visitors: number }>`
        WITH came AS MATERIALIZED (
          SELECT session FROM campaign_hours WHERE ${joined(hoursOf(filter))} AND campaign = ${filter.campaign ?? ''}
        ), other AS MATERIALIZED (${othersOf(filter)})
        SELECT place, sum(number) AS visitors FROM (${visitorsOf(filter)}) AS counted GROUP BY place`.execute(db);
      const gotTo = (place: number) =>
        rows.reduce((sum, row) => (Number(row.place) >= place ? sum + Number(row.visitors) : sum), 0);
      return {
        ...{ from, to, visitors: gotTo(0) },
        steps: steps.map((action, index) => ({ action, visitors: gotTo(index + 1) })),
        campaigns: await campaignsOf(filter),
      };
    },
  };
}
