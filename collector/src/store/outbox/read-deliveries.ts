import { type Kysely, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import type { Tables } from '../tables.js';
import type { OutboxTable } from './tables.js';
import { nameOf } from './take-deliveries.js';
import type { DeliveryPage, DeliverySummary, EndpointState, KnownEndpoint, PersonDelivery } from './types.js';

const isoOf = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : new Date(milliseconds).toISOString();

const toSummary = (row: Selectable<OutboxTable>): DeliverySummary => ({
  number: row.number,
  business: row.business,
  endpoint: row.endpoint,
  event_id: row.event_id,
  action: row.action,
  state: row.state,
  attempts: row.attempts,
  created_at: new Date(row.created_at).toISOString(),
  next_at: isoOf(row.next_at),
  last_at: isoOf(row.last_at),
  last_status: row.last_status,
  last_error: row.last_error,
});

/** The deliveries of the events that a condition on the table of events finds. */
export async function readDeliveriesOf(db: Kysely<Tables>, condition: RawBuilder<SqlBool>): Promise<PersonDelivery[]> {
  const { rows } = await sql<Selectable<OutboxTable>>`SELECT outbox.* FROM outbox
    WHERE (business, event_id) IN (SELECT business, id FROM events WHERE ${condition}) ORDER BY number`.execute(db);
  return rows.map((row) => {
    const { number, business, endpoint, event_id, action, state, created_at, last_at } = toSummary(row);
    return { number, business, endpoint, event_id, action, state, created_at, last_at };
  });
}

/** The questions about deliveries. */
export function createDeliveryReader(db: Kysely<Tables>) {
  const filtered = ({ business, endpoint, state }: DeliveryPage) => {
    let query = db.selectFrom('outbox');
    if (business !== undefined) query = query.where('business', '=', business);
    if (endpoint !== undefined) query = query.where('endpoint', '=', endpoint);
    if (state !== undefined) query = query.where('state', '=', state);
    return query;
  };

  /** When something is due of each endpoint: one row of the index each, whatever waits there. */
  async function nextOfEach(endpoints: KnownEndpoint[]): Promise<Map<string, number>> {
    if (endpoints.length === 0) return new Map();
    const wanted = sql.join(endpoints.map(({ business, endpoint }) => sql`(${business}, ${endpoint})`));
    const { rows } = await sql<{ business: string; endpoint: string; next: number | null }>`
      SELECT column1 AS business, column2 AS endpoint, (SELECT min(next_at) FROM outbox
        WHERE outbox.business = column1 AND outbox.endpoint = column2 AND next_at IS NOT NULL) AS next
      FROM (VALUES ${wanted}) AS wanted`.execute(db);
    return new Map(rows.flatMap((row) => (row.next === null ? [] : [[nameOf(row), Number(row.next)]])));
  }

  const readNotes = async () =>
    new Map((await db.selectFrom('outbox_endpoints').selectAll().execute()).map((row) => [nameOf(row), row]));

  return {
    async nextDelivery(endpoints: KnownEndpoint[]): Promise<number | undefined> {
      const next = await nextOfEach(endpoints);
      if (next.size === 0) return undefined;
      const notes = await readNotes();
      const times = endpoints.flatMap((endpoint) => {
        const at = next.get(nameOf(endpoint));
        const note = notes.get(nameOf(endpoint));
        const isKnown = note?.address === endpoint.address;
        if (at === undefined || (isKnown && note.off_at !== null)) return [];
        return [Math.max(at, isKnown ? (note.hold_until ?? 0) : 0)];
      });
      return times.length > 0 ? Math.min(...times) : undefined;
    },

    async endpointStates(endpoints: KnownEndpoint[]): Promise<EndpointState[]> {
      const [next, notes] = [await nextOfEach(endpoints), await readNotes()];
      const states: EndpointState[] = [];
      for (const key of endpoints) {
        const { business, endpoint, address } = key;
        const counted = await filtered({ business, endpoint })
          .select(({ fn }) => ['state', fn.countAll().as('count')])
          .where('state', 'in', ['waiting', 'dead'])
          .groupBy('state')
          .execute();
        const countOf = (state: string) => Number(counted.find((row) => row.state === state)?.count ?? 0);
        const found = notes.get(nameOf(key));
        const note = found?.address === address ? found : undefined;
        const at = next.get(nameOf(key));
        const isOff = note !== undefined && note.off_at !== null;
        states.push({
          ...{ business, endpoint },
          ...{ waiting: countOf('waiting'), dead: countOf('dead') },
          off_at: isoOf(note?.off_at ?? null),
          off_reason: note?.off_reason ?? null,
          last_at: isoOf(note?.last_at ?? null),
          last_status: note?.last_status ?? null,
          last_error: note?.last_error ?? null,
          next_at: at === undefined || isOff ? null : isoOf(Math.max(at, note?.hold_until ?? 0)),
        });
      }
      return states;
    },

    async deliveries({ limit = 100, before, ...filter }: DeliveryPage = {}) {
      let query = filtered(filter).selectAll();
      if (before !== undefined) query = query.where('number', '<', before);
      const found = await query
        .orderBy('number', 'desc')
        .limit(limit + 1)
        .execute();
      const counted = await filtered(filter)
        .select(({ fn }) => fn.countAll().as('total'))
        .executeTakeFirst();
      const deliveries = found.slice(0, limit).map(toSummary);
      return {
        deliveries,
        next: found.length > limit ? (deliveries.at(-1)?.number ?? null) : null,
        total: Number(counted?.total ?? 0),
      };
    },
  };
}
