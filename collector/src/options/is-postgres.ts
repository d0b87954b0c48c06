/** Whether the address names a PostgreSQL database; anything else is a file. */
export const isPostgres = (database: string): boolean => /^postgres(ql)?:\/\//.test(database);
