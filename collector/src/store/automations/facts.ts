import { type Kysely, sql } from 'kysely';
import { type Fact, readFact } from '../../automations/fact.js';
import { withdrawn } from '../../automations/actions.js';
import { isUser } from '../identity/user-id.js';
import { storable } from '../insert.js';
import { portionsOf } from '../portions.js';
import type { EventRecord } from '../store.js';
import type { EventsTable, Tables } from '../tables.js';

const clean = (text: string): string => String(storable(text));

/** An event as rules see it, with the texts that columns hold. */
export function toFact(event: EventRecord): Fact {
  const { session, user_id, user_source } = event;
  const user = isUser(user_id, user_source) ? { source: clean(user_source ?? ''), id: clean(user_id) } : null;
  return readFact({ ...event, session: session === null ? null : clean(session) }, user, withdrawn);
}

/**
 * What sessions and users have done since a time. The sum and the empty texts keep indexes out: by the session or the user is the short
 * way, and SQLite has to be told.
 */
export async function findFacts(
  db: Kysely<Tables>,
  { actions, sessions, users = [], since }: { actions: string[]; sessions: string[]; users?: string[]; since: number },
): Promise<Fact[]> {
  const found = new Map<number, Fact>();
  const wanted = sql`action || '' IN (${sql.join(actions)}) AND tracked_at + 0 >= ${since}`;
  for (const [column, values] of [
    ['session', sessions],
    ['user_id', users],
  ] as const) {
    for (const some of portionsOf([...new Set(values)])) {
      const { rows } = await sql<EventsTable>`SELECT * FROM events
        WHERE ${sql.ref(column)} IN (${sql.join(some)}) AND ${wanted}`.execute(db);
      for (const row of rows)
        found.set(row.received_seq, toFact({ ...row, trusted: row.trusted === 1, invalid: null }));
    }
  }
  return [...found.values()];
}
