import type { Kysely } from 'kysely';
import { isDeepStrictEqual } from 'node:util';
import type { Tables } from '../tables.js';
import { copiedTables } from './copied-tables.js';
import { type CopiedRow, keyOf, portionsOf, sameKeys } from './rows.js';

/**
 * Looks through the target before the first copy: an empty one may be filled, and one with the same rows may be filled up.
 *
 * @param columnsOf the columns of a table
 * @throws with a sentence about the first row that the source does not have in the same form
 */
export async function refuseForeign(
  source: Kysely<Tables>,
  target: Kysely<Tables>,
  columnsOf: (table: string) => string[],
): Promise<void> {
  for (const table of copiedTables) {
    const columns = columnsOf(table.name);
    for await (const rows of portionsOf(target, table, columns)) {
      const same = await sameKeys(source, table, columns, rows);
      const byKey = new Map(same.map((row) => [keyOf(table, row), row]));
      const isSame = (row: CopiedRow) => {
        const there = byKey.get(keyOf(table, row));
        return table.isChanging ? there !== undefined : isDeepStrictEqual(there, row);
      };
      const other = rows.find((row) => !isSame(row));
      if (other) {
        throw new Error(
          `The target has rows that are not the source's, such as ${keyOf(table, other)} in "${table.name}"; nothing was copied. Name an empty database.`,
        );
      }
    }
  }
}
