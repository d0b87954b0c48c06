import type { ExpressionBuilder, ExpressionWrapper, SqlBool } from 'kysely';
import type { RowFilter } from '../store.js';
import type { Tables } from '../tables.js';

/** The condition that a filter makes; an empty filter matches every row. */
export const matching =
  ({ business, session, action }: RowFilter) =>
  (row: ExpressionBuilder<Tables, 'events'>): ExpressionWrapper<Tables, 'events', SqlBool> =>
    row.and([
      ...(business === undefined ? [] : [row('business', '=', business)]),
      ...(session === undefined ? [] : [row('session', '=', session)]),
      ...(action === undefined ? [] : [row('action', '=', action)]),
    ]);
