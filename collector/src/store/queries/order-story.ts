import { type Kysely, type Selectable, sql } from 'kysely';
import type { Dialect } from '../dialect.js';
import { orderNames } from '../order-names.js';
import { hasTerms } from '../search/numbers.js';
import { actionTerm, businessTerm, termsOf } from '../search/terms.js';
import type { EventsTable, Tables } from '../tables.js';
import { listed } from './listed.js';

type StoredEvent = Selectable<EventsTable>;

/** Of somebody with more orders than any customer the latest are followed. */
const mostOrders = 20;

/** What is told of one order; the state of none changes as often. */
const mostTold = 100;

/** What follows an order. That it was placed stands in the index of orders itself. */
const later = ['order.confirmed', 'order.shipped', 'order.delivered', 'order.cancelled'].concat([
  'refund.requested',
  'refund.received',
]);

interface Telling {
  received_seq: number;
  business: string;
  order_key: string;
  reference: string;
  session: string | null;
  trusted: number;
}

/** An order as it is called in the story of a person: the same for all tellings of it. */
const nameOf = ({ business, order_key }: Pick<Telling, 'business' | 'order_key'>) => `${business} ${order_key}`;

/** The platform that a key names; the empty text where none is known. */
const platformOf = (order_key: string): string => {
  try {
    return String((JSON.parse(order_key) as unknown[])[0] ?? '');
  } catch {
    // A key that was cut.
    return '';
  }
};

const sourceOf = ({ event }: StoredEvent): string => {
  const { object_parameters: about } = JSON.parse(event) as { object_parameters?: { source?: unknown } };
  return typeof about?.source === 'string' ? about.source : '';
};

/**
 * What servers and connected accounts have told of the orders of somebody, for a look at one story. An export and an erasure take only
 * what names the person.
 */
export function createOrderStory(db: Kysely<Tables>, dialect: Dialect) {
  const { isSqlite } = dialect;
  const has = hasTerms(dialect);
  const [and, or, quote] = isSqlite ? [' AND ', ' OR ', '"'] : [' & ', ' | ', "'"];
  const term = (text: string) => `${quote}${text}${quote}`;

  const tellingsOf = async (condition: ReturnType<typeof sql>): Promise<Telling[]> => {
    const { rows } =
      await sql<Telling>`SELECT received_seq, business, order_key, reference, session, trusted FROM orders
      WHERE ${condition} ORDER BY received_seq`.execute(db);
    return rows.map((row) => ({ ...row, received_seq: Number(row.received_seq) }));
  };

  /** The events behind an order that a server or an account has told, by one of its references. */
  async function followers(business: string, order_key: string, references: string[]): Promise<StoredEvent[]> {
    const words = references.map((reference) => [...new Set(termsOf(reference))]).filter((terms) => terms.length > 0);
    if (words.length === 0) return [];
    const named = words.map((terms) => `(${terms.map(term).join(and)})`).join(or);
    const actions = later.map((action) => term(actionTerm(action))).join(or);
    const { rows } = await sql<StoredEvent>`SELECT events.* FROM (
        SELECT search.rowid AS number FROM search
        WHERE ${has([`(${named})`, term(businessTerm(business)), `(${actions})`].join(and))}
        ORDER BY search.rowid DESC LIMIT ${sql.lit(mostTold)}) AS found
      JOIN events ON events.received_seq = found.number
      WHERE events.trusted = 1 AND events.business || '' = ${business}`.execute(db);
    const platform = platformOf(order_key);
    return rows.filter(
      (row) =>
        orderNames(row).some((name) => references.includes(name.replace(/^#(?=.)/su, ''))) &&
        [platform, ''].includes(platform === '' ? '' : sourceOf(row)),
    );
  }

  /**
   * @param own the events of a person or a session
   * @returns what else was told of the orders of these, and of which order each telling of an order is, by the number of its event
   */
  return async function orderStory(own: StoredEvent[]): Promise<{ told: StoredEvent[]; orders: Map<number, string> }> {
    const placed = own.filter(({ action }) => action === 'order.placed').map((row) => Number(row.received_seq));
    const numbers = new Set(own.map((row) => Number(row.received_seq)));
    const orders = new Map<number, string>();
    const told = new Map<number, StoredEvent>();
    const theirs = await tellingsOf(sql`received_seq IN (SELECT number FROM (${listed(placed)}) AS listed)`);
    for (const telling of theirs) orders.set(telling.received_seq, nameOf(telling));
    const latest = new Map(theirs.reverse().map((telling) => [nameOf(telling), telling]));
    for (const { business, order_key } of [...latest.values()].slice(0, mostOrders)) {
      const all = await tellingsOf(sql`business = ${business} AND order_key = ${order_key}`);
      // Whoever tells the number of an order of others as one of his own sees nothing of it in his story.
      const first = all.find(({ session }) => session !== null);
      const isTheirs = all.some(({ received_seq, trusted }) => trusted === 1 && numbers.has(received_seq));
      if (!isTheirs && !(first && numbers.has(first.received_seq))) continue;
      const others = all.filter(({ received_seq, trusted }) => trusted === 1 && !numbers.has(received_seq));
      const { rows } =
        await sql<StoredEvent>`SELECT events.* FROM (${listed(others.map((row) => row.received_seq))}) AS found
        JOIN events ON events.received_seq = found.number`.execute(db);
      for (const row of rows) orders.set(Number(row.received_seq), nameOf({ business, order_key }));
      const references = [...new Set(all.map(({ reference }) => reference))];
      for (const row of [...rows, ...(await followers(business, order_key, references))]) {
        if (!numbers.has(Number(row.received_seq))) told.set(Number(row.received_seq), row);
      }
    }
    return { told: [...told.values()], orders };
  };
}
