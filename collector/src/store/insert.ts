import { CompiledQuery, type Kysely } from 'kysely';
import { portionsOf } from './portions.js';
import type { EventRecord } from './store.js';
import { columns, type EventsTable, type IdsTable, type Tables } from './tables.js';

type NewId = Pick<IdsTable, 'business' | 'id' | 'received_at'>;

/**
 * Databases end a text at U+0000 (SQLite) or refuse it (PostgreSQL), and PostgreSQL refuses what is no well-formed Unicode. One
 * such text would block its batch for ever, so it is mended in the columns; the event itself keeps it, escaped as JSON does. What is
 * neither text nor number nor bytes is nothing: libsql ends the whole process at a boolean (0.5.29, 2026-11).
 */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed();
  const isStorable =
    typeof value === 'number' || typeof value === 'bigint' || value instanceof ArrayBuffer || ArrayBuffer.isView(value);
  return isStorable ? value : null;
}

/** What stands in a column: the databases know numbers and texts. */
function valueOf(event: EventRecord, column: (typeof columns)[number]): unknown {
  if (column === 'trusted') return event.trusted ? 1 : 0;
  return storable(column === 'invalid' ? event.invalid && JSON.stringify(event.invalid) : event[column]);
}

/** The same for an event and for the row that the database gives back. */
const keyOf = ({ business, id }: { business: string; id: string }) => `${storable(business)} ${storable(id)}`;

/** Makes the text of a statement once for each number of rows: building it costs more than running it. */
function prepared(build: (rows: number) => CompiledQuery): (rows: number, parameters: unknown[]) => CompiledQuery {
  const texts = new Map<number, string>();
  return (rows, parameters) => {
    let text = texts.get(rows);
    if (text === undefined) {
      text = build(rows).sql;
      texts.set(rows, text);
    }
    return CompiledQuery.raw(text, parameters);
  };
}

/** A list of `rows` equal rows, to build the text of a statement from. */
const times = <Row>(rows: number, row: Row): Row[] => Array.from({ length: rows }, () => row);

/**
 * The statement that stores events once. First the ids, then the content of those that were new, so that the memory of ids
 * and the contents may live in tables of different shape.
 */
export function createInsert(db: Kysely<Tables>) {
  const intoIds = prepared((rows) =>
    db
      .insertInto('ids')
      .values(times<NewId>(rows, { business: '', id: '', received_at: '' }))
      .onConflict((conflict) => conflict.columns(['business', 'id']).doNothing())
      .returning(['business', 'id', 'received_seq'])
      .compile(),
  );
  const contents = ['received_seq', ...columns] as const;
  const emptyRow = Object.fromEntries(contents.map((column) => [column, ''])) as unknown as EventsTable;
  const intoEvents = prepared((rows) => db.insertInto('events').values(times(rows, emptyRow)).compile());

  /**
   * @param erased events of which only the ids are kept
   * @returns which of the events were new; of two with the same id the first
   */
  return async function insert(
    db: Kysely<Tables>,
    events: EventRecord[],
    erased: ReadonlySet<EventRecord>,
  ): Promise<Set<EventRecord>> {
    const stored = new Set<EventRecord>();
    for (const part of portionsOf(events)) {
      // A doubled id within one statement is left to us, since databases differ in what they do about it.
      const some = new Map<string, EventRecord>();
      for (const event of part) if (!some.has(keyOf(event))) some.set(keyOf(event), event);
      const ids = [...some.values()].flatMap(({ business, id, received_at }) =>
        [business, id, received_at].map(storable),
      );
      const { rows } = await db.executeQuery<Pick<IdsTable, 'business' | 'id'> & { received_seq: number }>(
        intoIds(some.size, ids),
      );
      if (rows.length === 0) continue;
      const values = rows.flatMap((row) => {
        const event = some.get(keyOf(row));
        if (!event) throw new TypeError('The database has changed the id of an event.');
        stored.add(event);
        if (erased.has(event)) return [];
        return [row.received_seq, ...columns.map((column) => valueOf(event, column))];
      });
      if (values.length > 0) await db.executeQuery(intoEvents(values.length / contents.length, values));
    }
    return stored;
  };
}
