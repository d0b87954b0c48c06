/** Seconds. */
export const hour = 3600;

/** A clock that is ahead by less than the correction of a minute counts as now. */
export const ahead = 60;

/** From so many hours on, SQLite reads what visitors did in the order of the visitors, which spares it to sort them. */
export const manyHours = 48;

/**
 * Of the events that words find, so many of the latest are counted: more of them take PostgreSQL longer than a person waits without
 * noticing (STORE.md, "Measured").
 */
export const mostFound = 5000;
