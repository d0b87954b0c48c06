/** What differs between the databases in a definition. */
export interface Dialect {
  /** Type of a number that the database gives to each new row. */
  sequence: 'integer' | 'bigint';
  isSqlite: boolean;
}
