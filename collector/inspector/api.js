import { wordsOf } from './language.js';
import { generalWords } from './words/general.js';
import { pageWords } from './words/page.js';

/**
 * @typedef {{ received_seq: number, business: string, id: string, session: string | null, action: string, tracked_at: number,
 *   received_at: string, page_url: string | null, amount: number | null, currency: string | null,
 *   user_id: string | null, user_source: string | null, observed_by: string | null, trusted?: boolean,
 *   invalid?: Problem[] | null, event: Record<string, unknown> }} Row
 * @typedef {{ type: string, parameter: string, description: string }} Problem
 * @typedef {{ events: (Row & { order?: string })[], total: number,
 *   person?: { business: string, source: string, user_id: string } }} Story whose session it is, and how many events it has
 * @typedef {{ events: Row[], next: number | null, total: number, total_at_least?: boolean }} EventPage
 * @typedef {{ action: string, count: number }} ActionCount
 * @typedef {{ session: string, events: number, first_at: number | string, last_at: number | string,
 *   user_id: string | null }} Visitor
 * @typedef {{ from: number | string, to: number | string, bucket_seconds: number, actions: string[],
 *   buckets: { at: number | string, counts: Record<string, number> }[] }} Counts
 * @typedef {import('./filters.js').Filter} Filter
 * @typedef {{ visitors: number, carts: number, orders: number, revenue: { currency: string | null, amount: number }[],
 *   conversion: number | null }} Figures
 * @typedef {{ business: string, source: string, user_id: string, sessions: number, first_at: number | string,
 *   last_at: number | string, conflicts: number }} Profile
 * @typedef {{ source: string, user_id: string }} Name
 * @typedef {{ profile: Profile & { traits?: Record<string, unknown>, untrusted_traits?: Record<string, unknown> },
 *   sessions: { session: string, attached_at: number, attached_until: number | null, trusted?: boolean }[],
 *   aliases: { from: Name, to: Name }[],
 *   conflicts: (Name & { session: string, noted_at: number, holder: Name | null })[] }} Person
 * @typedef {{ session?: string, user?: string, source?: string, business?: string }} Subject whose events are meant
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
   * @param {boolean} [isQuoted] in the words of the collector, which are English
   */
  constructor(status, message, isQuoted = false) {
    super(message);
    this.status = status;
    this.isQuoted = isQuoted;
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

/** Milliseconds that the collector's clock is ahead of the reader's: it may be another machine, behind a tunnel. */
let ahead = 0;

export const collectorNow = () => Date.now() + ahead;

/**
 * @param {URL} address
 * @param {RequestInit} [options]
 */
export const request = async (address, options = {}) => {
  const response = await fetch(address, { credentials: 'same-origin', cache: 'no-store', ...options }).catch(() => {
    throw new ApiError(0, wordsOf(generalWords).noAnswer(address.host));
  });
  const told = Date.parse(response.headers.get('date') ?? '');
  // The header has whole seconds, so that a small difference says nothing.
  if (Math.abs(told - Date.now()) > 5000) ahead = told - Date.now();
  if (response.ok) return response.json();
  const { status } = response;
  if (status === 401 || status === 403) throw new ApiError(status, wordsOf(pageWords).unknownBrowser);
  const said = (await response.json().catch(() => undefined))?.errors?.[0]?.description;
  if (typeof said === 'string') throw new ApiError(status, said, true);
  throw new ApiError(status, wordsOf(generalWords).oddAnswer(status, address.pathname));
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

/** Which scripts the collector serves. @returns {Promise<Scripts>} */
export const fetchScripts = () => request(addressOf('scripts'));

/**
 * @param {number[]} numbers of dead letters
 * @returns {Promise<{ received: number, duplicate: number, failed: number }>} what became of their events, and how many failed again
 */
export const storeAgain = (numbers) =>
  request(addressOf('dead-letters/resend'), {
    method: 'POST',
    headers: { 'X-Vitrina': 'resend', 'Content-Type': 'application/json' },
    body: JSON.stringify({ numbers }),
  });

/** @returns {Promise<DeadLetters>} batches of the stream that could not be stored, the latest first */
export const fetchDeadLetters = () => request(addressOf('dead-letters', { limit: 20 }));

/**
 * @param {string} [business]
 * @returns {Promise<ActionCount[]>}
 */
export const fetchActions = async (business) => (await request(addressOf('actions', { business }))).actions;

/**
 * @param {string} [business]
 * @returns {Promise<Visitor[]>}
 */
export const fetchVisitors = async (business) =>
  (await request(addressOf('sessions', { limit: 50, business }))).sessions;

/** @returns {Promise<{ id: string, name: string }[]>} whose events the collector takes */
export const fetchBusinesses = async () => (await request(addressOf('businesses'))).businesses;

/**
 * @param {Subject} subject
 * @returns {Promise<Story>} the latest events, oldest first, with what was told of the same orders
 */
export const fetchTimeline = (subject) => request(addressAbout('timeline', subject));

/**
 * @param {Filter & { minutes: number, buckets: number }} query
 * @returns {Promise<Counts>}
 */
export const fetchCounts = (query) => request(addressOf('counts', query));

/**
 * @param {Filter & { to: number }} query
 * @returns {Promise<Figures>}
 */
export const fetchFigures = (query) => request(addressOf('figures', query));

/**
 * @param {{ q?: string, business?: string, limit?: number }} query
 * @returns {Promise<Profile[]>}
 */
export const fetchProfiles = async (query) => (await request(addressOf('profiles', query))).profiles;

/**
 * @param {Subject} subject
 * @returns {Promise<Person>}
 */
export const fetchPerson = (subject) => request(addressAbout('profile', subject));

/**
 * @param {Filter & { to: number, format: 'ndjson' | 'csv' }} query
 */
export const exportAddress = (query) => addressOf('export', query).href;

/**
 * A user without a platform is told from the users of all platforms by an empty source.
 * @param {string} path
 * @param {Subject} subject with its business, because two shops of one collector may know the same session
 */
const addressAbout = (path, subject) => {
  const address = addressOf(path, subject);
  if (subject.user) address.searchParams.set('source', subject.source ?? '');
  return address;
};

/** @param {Subject} subject */
export const personAddress = (subject) => addressAbout('person', subject).href;

/**
 * @param {Subject} subject
 * @returns {Promise<Record<string, unknown>>} the receipt
 */
export const eraseEvents = (subject) =>
  request(addressAbout('events', subject), { method: 'DELETE', headers: { 'X-Vitrina': 'erase' } });

/**
 * Times of the interface are Unix seconds or ISO text, depending on the field; the page computes in milliseconds.
 * @param {number | string} time
 */
export const toMilliseconds = (time) => (typeof time === 'number' ? time * 1000 : Date.parse(time));

/** @param {Row} row */
export const keyOf = (row) => `${row.business}/${row.id}`;
