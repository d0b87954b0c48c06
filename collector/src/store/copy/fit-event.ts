import { cutText } from '../cut-text.js';

type Columns = Record<string, unknown>;

/** Columns of an event that have an index, and hold what visitors and shops write. */
const indexed = ['session', 'action', 'user_id'];

/** What a column of numbers gets in place of what is none: SQLite keeps any text there, PostgreSQL refuses it. */
const numbers: Record<string, (row: Columns) => number | null> = {
  tracked_at: ({ received_at }) => Date.parse(String(received_at)) / 1000 || 0,
  clock_skew: () => 0,
  amount: () => null,
};

/** Makes an event as a file may hold it such that every database takes it; one that already is stays as it is. */
export function fitEvent(row: Columns): Columns {
  const fitted = { ...row };
  for (const column of indexed) {
    const text = row[column];
    if (typeof text === 'string') fitted[column] = cutText(text);
  }
  for (const [column, instead] of Object.entries(numbers)) {
    const value = row[column];
    if (value !== undefined && value !== null && typeof value !== 'number') fitted[column] = instead(row);
  }
  return fitted;
}
