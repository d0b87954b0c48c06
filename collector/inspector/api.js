/**
 * @typedef {{ received_seq: number, business: string, id: string, session: string | null, action: string, tracked_at: number,
 *   received_at: string, page_url: string | null, amount: number | null, currency: string | null,
 *   user_id: string | null, observed_by: string | null, event: Record<string, unknown> }} Row
 * @typedef {{ events: Row[], next: number | null, total: number }} EventPage
 * @typedef {{ action: string, count: number }} ActionCount
 * @typedef {{ session: string, events: number, first_at: number | string, last_at: number | string,
 *   user_id: string | null }} Visitor
 * @typedef {{ from: number | string, to: number | string, bucket_seconds: number, actions: string[],
 *   buckets: { at: number | string, counts: Record<string, number> }[] }} Counts
 * @typedef {{ action?: string, session?: string }} Filter
 * @typedef {{ number: number, business: string, died_at: string, reason: string, bytes: number }} DeadLetter
 * @typedef {{ deadLetters: DeadLetter[], total: number }} DeadLetters
 * @typedef {{ version: string | null, files: Record<string, string>, max_age: number,
 *   business: string | null }} Scripts
 */

/** A request that was answered, but not with what was asked for. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {string} message
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * @param {string} path
 * @param {Record<string, string | number | null | undefined>} [query]
 */
export const addressOf = (path, query = {}) => {
  const address = new URL(`api/${path}`, document.baseURI);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') address.searchParams.set(name, String(value));
  }
  return address;
};

/**
 * @param {URL} address
 * @param {RequestInit} [options]
 */
export const request = async (address, options = {}) => {
  const response = await fetch(address, { credentials: 'same-origin', cache: 'no-store', ...options }).catch(() => {
    throw new ApiError(
      0,
      `The collector at ${address.host} does not answer. Start it again; this page goes on by itself.`,
    );
  });
  if (response.ok) return response.json();
  const sentence =
    response.status === 401 || response.status === 403
      ? 'The collector does not know this browser any more. Open the inspector address that its start command printed.'
      : `The collector answered ${response.status} to ${address.pathname}.`;
  throw new ApiError(response.status, sentence);
};

export const streamAddress = () => addressOf('stream').href;

/**
 * @param {Filter & { limit?: number, before?: number | null }} query
 * @returns {Promise<EventPage>}
 */
export const fetchEvents = (query) => request(addressOf('events', query));

/**
 * @param {string} business
 * @param {string} id
 * @returns {Promise<Row>}
 */
export const fetchEvent = (business, id) =>
  request(addressOf(`events/${encodeURIComponent(business)}/${encodeURIComponent(id)}`));

/** @returns {Promise<Scripts>} which scripts the collector serves */
export const fetchScripts = () => request(addressOf('scripts'));

/** @returns {Promise<DeadLetters>} batches of the stream that could not be stored, the latest first */
export const fetchDeadLetters = () => request(addressOf('dead-letters', { limit: 20 }));

/** @returns {Promise<ActionCount[]>} */
export const fetchActions = async () => (await request(addressOf('actions'))).actions;

/** @returns {Promise<Visitor[]>} */
export const fetchVisitors = async () => (await request(addressOf('sessions', { limit: 50 }))).sessions;

/**
 * @param {string} session
 * @returns {Promise<{ events: Row[], total: number }>} the latest events, oldest first, and how many there are in all
 */
export const fetchTimeline = (session) => request(addressOf('timeline', { session }));

/**
 * @param {number} minutes
 * @param {number} buckets
 * @returns {Promise<Counts>}
 */
export const fetchCounts = (minutes, buckets) => request(addressOf('counts', { minutes, buckets }));

/**
 * @param {string} session
 * @param {string} business two shops of one collector may know the same session
 * @returns {Promise<number>} how many events were erased
 */
export const eraseSession = async (session, business) => {
  const options = { method: 'DELETE', headers: { 'X-Vitrina': 'erase' } };
  return (await request(addressOf('events', { session, business }), options)).erased;
};

/**
 * Times of the interface are Unix seconds or ISO text, depending on the field; the page computes in milliseconds.
 * @param {number | string} time
 */
export const toMilliseconds = (time) => (typeof time === 'number' ? time * 1000 : Date.parse(time));

/** @param {Row} row */
export const keyOf = (row) => `${row.business}/${row.id}`;
