import type { ExpressionBuilder, ExpressionWrapper, SqlBool } from 'kysely';
import { formsOf } from '../cut-text.js';
import { trustConditions } from '../search/trust.js';
import type { RowFilter } from '../store.js';
import type { Tables } from '../tables.js';

/** The condition that a filter makes, but for its words; an empty filter matches every row. */
export const matching =
  ({ business, session, action, user, from, to, trusted, invalid }: Omit<RowFilter, 'q'>) =>
  (row: ExpressionBuilder<Tables, 'events'>): ExpressionWrapper<Tables, 'events', SqlBool> =>
    row.and([
      ...(business === undefined ? [] : [row('events.business', '=', business)]),
      ...(session === undefined ? [] : [row('events.session', '=', session)]),
      ...(action === undefined ? [] : [row('events.action', '=', action)]),
      ...(user === undefined ? [] : [row('events.user_id', 'in', formsOf(user))]),
      ...(from === undefined ? [] : [row('events.tracked_at', '>=', from)]),
      ...(to === undefined ? [] : [row('events.tracked_at', '<', to)]),
      ...trustConditions(row, { trusted, invalid }),
    ]);
