import { type Kysely, sql } from 'kysely';
import { cutText } from '../cut-text.js';
import type { Tables } from '../tables.js';
import type { OrdersTable } from './tables.js';

/** A telling of an order, as it is about to be indexed, with the further names that it gives. */
export type ToldOrder = Omit<OrdersTable, 'order_key'> & { names: string[] };

/** By these a platform's order is named on the shop's pages. Payments and parcels are none of its names. */
const shown = ['number', 'token', 'name', 'key'];

const refsOf = (name: string) => shown.flatMap((kind) => [`${kind}:${name}`, `${kind}:#${name}`]);

const nameOf = (ref: string): string[] => {
  const [, kind = '', name = ''] = /^(\w+):#?(.+)$/su.exec(ref) ?? [];
  return shown.includes(kind) ? [name] : [];
};

interface Named {
  source: string;
  reference: string;
}

const keyOf = ({ source, reference }: Named): string => cutText(JSON.stringify([source, reference]));

const first = (items: string[]): string | undefined => [...items].sort()[0];

/** Not told by whom means: by whichever it is. */
const isLike = (source: string, other: string): boolean => source === '' || source === other;

/** The empty text keeps the indexes of the business out, which lead to nearly all rows; SQLite would take them. */
const businessOnly = sql<string>`business || ''`;

/** Tells which order is meant where a name of it is told. Only what a server has told makes names the same. */
function createKeys(db: Kysely<Tables>, business: string) {
  /** The order of a connected platform that has this name. */
  async function onPlatform({ source, reference }: Named): Promise<Named | undefined> {
    const known = await db
      .selectFrom('marketplace_orders')
      .select('kind')
      .where(businessOnly, '=', business)
      .where('order_id', '=', reference)
      .execute();
    const own = first(known.map(({ kind }) => kind).filter((kind) => isLike(source, kind)));
    if (own !== undefined) return { source: own, reference };
    const refs = await db
      .selectFrom('order_refs')
      .select(['kind', 'order_id'])
      .where(businessOnly, '=', business)
      .where('ref', 'in', refsOf(reference))
      .execute();
    const found = refs.filter(({ kind }) => isLike(source, kind)).map((row) => [row.kind, row.order_id]);
    const [kind, order] = found.sort((one, other) => (one.join(' ') < other.join(' ') ? -1 : 1))[0] ?? [];
    return kind === undefined || order === undefined ? undefined : { source: kind, reference: order };
  }

  /** Who else has told an order by the same reference. */
  const tellersOf = (reference: string) =>
    db
      .selectFrom('orders')
      .select(['source', 'trusted'])
      .distinct()
      .where('business', '=', business)
      .where('reference', '=', reference)
      .execute();

  /** The same order where a server names it otherwise. */
  async function byOtherName(named: Named): Promise<Named> {
    const tellers = await tellersOf(named.reference);
    if (tellers.some(({ source, trusted }) => trusted === 1 && isLike(named.source, source))) return named;
    const others = await db
      .selectFrom('order_names')
      .select(['source', 'reference'])
      .where('business', '=', business)
      .where('name', '=', named.reference)
      .orderBy('received_seq')
      .execute();
    const other = others.find(({ source }) => isLike(source, named.source) || isLike(named.source, source));
    return other ? { source: named.source || other.source, reference: other.reference } : named;
  }

  return async function keyFor(telling: Named & { trusted: number }): Promise<string> {
    const platform = await onPlatform(telling);
    if (platform) return keyOf(platform);
    const named = await byOtherName(telling);
    const further = named.reference === telling.reference ? undefined : await onPlatform(named);
    if (further) return keyOf(further);
    const { reference, source } = named;
    const tellers = await tellersOf(reference);
    const servers = tellers.filter(({ trusted }) => trusted === 1).map((teller) => teller.source);
    const sourced = servers.filter((name) => name !== '');
    if (source !== '') return keyOf({ source: sourced.length === 0 && servers.length > 0 ? '' : source, reference });
    const others = tellers.map((teller) => teller.source).filter((name) => name !== '');
    return keyOf({ source: first(sourced) ?? (servers.length > 0 ? '' : (first(others) ?? '')), reference });
  };
}

/** All references by which tellings of an order may be stored that are concerned by a new one. */
async function concerned(db: Kysely<Tables>, { business, reference, names }: ToldOrder): Promise<string[]> {
  const own = [reference, ...names];
  const namings = db.selectFrom('order_names').select(['name', 'reference']).where('business', '=', business);
  const others = [
    ...(await namings.where('reference', 'in', own).execute()),
    ...(await namings.where('name', 'in', own).execute()),
  ];
  const { rows: refs } = await sql<{ ref: string }>`
    SELECT ref FROM order_refs WHERE order_id IN (${sql.join(own)}) AND ${businessOnly} = ${business}`.execute(db);
  return [
    ...new Set([
      ...own,
      ...others.flatMap((other) => [other.name, other.reference]),
      ...refs.flatMap(({ ref }) => nameOf(ref)),
    ]),
  ];
}

/** Says anew which order each telling is of, among those that have one of these references. */
async function renewKeys(db: Kysely<Tables>, business: string, references: string[]): Promise<void> {
  const keyFor = createKeys(db, business);
  const rows = await db
    .selectFrom('orders')
    .select(['reference', 'source', 'trusted', 'order_key'])
    .distinct()
    .where('business', '=', business)
    .where('reference', 'in', references)
    .execute();
  for (const row of rows) {
    const order_key = await keyFor(row);
    if (order_key === row.order_key) continue;
    await db
      .updateTable('orders')
      .set({ order_key })
      .where('business', '=', business)
      .where('reference', '=', row.reference)
      .where('source', '=', row.source)
      .where('trusted', '=', row.trusted)
      .execute();
  }
}

/** Adds tellings of orders to the index, and says of which orders they are. */
export async function addOrders(db: Kysely<Tables>, orders: ToldOrder[]): Promise<void> {
  if (orders.length === 0) return;
  for (const { names, ...order } of orders) {
    const { business, received_seq, source, reference, trusted } = order;
    await db
      .insertInto('orders')
      .values({ ...order, order_key: '' })
      .execute();
    // Whoever can tell names that are the same could merge the orders of others.
    if (trusted !== 1 || names.length === 0) continue;
    await db
      .insertInto('order_names')
      .values(names.map((name) => ({ business, name, received_seq, source, reference })))
      .execute();
  }
  const references = new Map<string, Set<string>>();
  for (const order of orders) {
    const known = references.get(order.business) ?? new Set();
    for (const reference of await concerned(db, order)) known.add(reference);
    references.set(order.business, known);
  }
  for (const [business, some] of references) await renewKeys(db, business, [...some]);
}

/** What remains of tellings after a platform's order was erased does not name it any more. */
export async function forgetKeys(db: Kysely<Tables>, business: string, named: Named): Promise<void> {
  const { rows } = await sql<{ reference: string }>`
    SELECT DISTINCT reference FROM orders WHERE business = ${business} AND order_key = ${keyOf(named)}`.execute(db);
  if (rows.length > 0)
    await renewKeys(
      db,
      business,
      rows.map(({ reference }) => reference),
    );
}
