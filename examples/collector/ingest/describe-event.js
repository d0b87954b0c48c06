import { isObject } from './parse-batch.js';

/** @import { EventRecord } from '../types.d.ts' */
/** @import { JsonObject } from './parse-batch.js' */

/** Clocks that differ by less are taken as right: the way through the network takes its time, too. */
const tolerated = 60;

/** @param {unknown} value */
const text = (value) => (typeof value === 'string' && value !== '' ? value : null);

/**
 * Seconds by which the visitor's clock is behind the server's, 0 if it is about right or unknown.
 * @param {unknown} sentAt @param {number} now milliseconds
 */
export function clockSkew(sentAt, now) {
  const sent = typeof sentAt === 'string' || typeof sentAt === 'number' ? new Date(sentAt).getTime() : NaN;
  const skew = (now - sent) / 1000;
  return Math.abs(skew) > tolerated ? skew : 0;
}

/** The envelope's part of every event of its batch; what the event says itself comes first. */
/** @param {JsonObject} sent @param {JsonObject} envelope @param {JsonObject} context @returns {JsonObject} */
export function mergeEnvelope(sent, envelope, context) {
  /** @type {JsonObject} */
  const shared = {};
  for (const name of ['session', 'locale', 'timezone', 'consent']) {
    if (envelope[name] !== undefined && envelope[name] !== null) shared[name] = envelope[name];
  }
  return { ...shared, ...context, ...sent };
}

/**
 * The columns of an event that has passed its check.
 * @param {JsonObject} event with the envelope merged in
 * @param {{ business: string, envelope: JsonObject, receivedAt: number, ip: string | null }} delivery
 * @returns {EventRecord}
 */
export function describeEvent(event, { business, envelope, receivedAt, ip }) {
  const skew = clockSkew(envelope.sent_at, receivedAt);
  const page = isObject(event.page) ? event.page : {};
  const user = isObject(event.user_parameters) ? event.user_parameters.id : undefined;
  return {
    business,
    id: String(event.id).toLowerCase(),
    received_at: new Date(receivedAt).toISOString(),
    session: text(event.session),
    action: String(event.action),
    tracked_at: Number(event.tracked_at) + skew,
    clock_skew: skew,
    sent_at: text(envelope.sent_at),
    page_url: text(page.url) ?? text(event.url),
    amount: typeof event.amount === 'number' && Number.isFinite(event.amount) ? event.amount : null,
    currency: text(event.currency),
    user_id: typeof user === 'number' ? String(user) : text(user),
    observed_by: text(event.observed_by),
    ip,
    library: text(envelope.library),
    event,
  };
}
