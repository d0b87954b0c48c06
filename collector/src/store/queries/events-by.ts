import { type RawBuilder, sql } from 'kysely';
import type { Dialect } from '../dialect.js';
import type { RowFilter } from '../store.js';

/**
 * The table of events for a filter that finds few of them. SQLite has no figures about its indexes, and would take that of the business,
 * which leads to nearly all rows, where there is a time, a session or a user.
 */
export function eventsBy({ isSqlite }: Dialect, { session, user, from, to }: RowFilter): RawBuilder<unknown> {
  if (!isSqlite) return sql`events`;
  if (session !== undefined) return sql`events INDEXED BY events_session`;
  if (user !== undefined) return sql`events INDEXED BY events_user`;
  if (from !== undefined || to !== undefined) return sql`events INDEXED BY events_time`;
  return sql`events`;
}

/** Whether an index of PostgreSQL has what a filter finds in the order of arrival. */
export function hasOrderedIndex({ isSqlite }: Dialect, { business: _business, action, ...others }: RowFilter): boolean {
  return !isSqlite && action !== undefined && Object.values(others).every((value) => value === undefined);
}
