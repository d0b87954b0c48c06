/** @import { InValue } from '@libsql/client' */

/**
 * Conditions with their values; column names come from this folder only.
 * @param {Record<string, InValue | undefined>} conditions `column operator` to value; undefined leaves it out
 */
export function where(conditions) {
  const given = Object.entries(conditions).filter((entry) => entry[1] !== undefined);
  return {
    sql: given.length > 0 ? `WHERE ${given.map(([condition]) => `${condition} ?`).join(' AND ')}` : '',
    args: given.map((entry) => /** @type {InValue} */ (entry[1])),
  };
}
