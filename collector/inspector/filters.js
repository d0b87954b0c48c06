/**
 * What the reader narrows the page to; list, picture, figures and export are asked with the same.
 * @typedef {import('./api.js').Row} Row
 * @typedef {{ q?: string, action?: string, session?: string, user?: string, business?: string, trusted?: string,
 *   invalid?: string, from?: number }} Filter `from`: Unix seconds
 */

/** The parts of the address that narrow. */
export const filterNames = /** @type {const} */ (['q', 'action', 'session', 'user', 'business', 'trusted', 'invalid']);

/** @type {Record<typeof filterNames[number], string>} */
export const noFilter = { q: '', action: '', session: '', user: '', business: '', trusted: '', invalid: '' };

/**
 * @param {import('./router.js').View} view
 * @returns {Filter}
 */
export const filterOf = (view) =>
  Object.fromEntries(filterNames.filter((name) => view[name]).map((name) => [name, view[name]]));

/**
 * Whether the filter lets a row through that has just arrived. What a text matches is known to the store alone, so `q` is
 * not looked at.
 * @param {Filter} filter
 * @param {Row} row
 */
export const fits = ({ action, session, user, business, trusted, invalid, from }, row) =>
  (!action || row.action === action) &&
  (!session || row.session === session) &&
  (!user || row.user_id === user) &&
  (!business || row.business === business) &&
  (!trusted || Boolean(row.trusted) === (trusted === '1')) &&
  (!invalid || Boolean(row.invalid?.length)) &&
  (from === undefined || row.tracked_at >= from);

/** @param {Row[]} rows */
export const newestOf = (rows) => rows.reduce((highest, row) => Math.max(highest, row.received_seq), 0);
