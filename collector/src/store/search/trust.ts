import { type Expression, type ExpressionBuilder, type RawBuilder, sql, type SqlBool } from 'kysely';
import type { RowFilter } from '../store.js';
import type { Tables } from '../tables.js';

type Trust = Pick<RowFilter, 'trusted' | 'invalid'>;

/** The columns of an event that tell whether it came with a private key, and what was found wanting in it. */
export const trustColumns = ['trusted', 'invalid'] as const;

type Trusted = Pick<Tables['events'], (typeof trustColumns)[number]>;

/** The same as numbers of the index. */
export const trustOf = ({ trusted, invalid }: Trusted) => ({ trusted, invalid: Number(invalid !== null) });

/** The conditions that a filter makes about them. The number is part of the text, by which SQLite sees that the index fits. */
export const trustConditions = (
  row: ExpressionBuilder<Tables, 'events'>,
  { trusted, invalid }: Trust,
): Expression<SqlBool>[] => [
  ...(trusted === undefined ? [] : [sql<SqlBool>`events.trusted = ${sql.lit(Number(trusted))}`]),
  ...(invalid === undefined ? [] : [row('events.invalid', invalid ? 'is not' : 'is', null)]),
];

/** The same for the tables that are made of events. */
export const trustOfRows = ({ trusted, invalid }: Trust): RawBuilder<unknown>[] =>
  Object.entries({ trusted, invalid }).flatMap(([column, value]) =>
    value === undefined ? [] : [sql`${sql.ref(column)} = ${sql.lit(Number(value))}`],
  );
