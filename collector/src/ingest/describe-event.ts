import { cutText } from '../store/cut-text.js';
import { storable } from '../store/insert.js';
import type { EventRecord } from '../store/store.js';
import { clockSkew, correctTime, readSentAt } from './clock-skew.js';
import type { AcceptedEvent } from './check-event.js';
import { type Envelope, isObject } from './parse-batch.js';

/** What the server knows about a delivery, the same for all its events. */
export interface Delivery {
  business: string;
  envelope: Envelope;
  /** Milliseconds. */
  receivedAt: number;
  ip: string | null;
  /** It came with a private key of the business. */
  trusted: boolean;
}

/** Characters of an address, whose column is shown and has no index; what is longer stays whole in the event itself. */
const longestAddress = 2048;

const address = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value.slice(0, longestAddress) : null;

/** Texts that are looked for have indexes, or may get some. One of which no column takes a character is none. */
const text = (value: unknown): string | null =>
  typeof value === 'string' ? cutText(String(storable(value))) || null : null;

const textOrNumber = (value: unknown): string | null => (typeof value === 'number' ? String(value) : text(value));

/** The columns of an event that has passed its check. */
export function describeEvent(
  { fields, marks, text: event }: AcceptedEvent,
  { business, envelope, receivedAt, ip, trusted }: Delivery,
): EventRecord {
  const sentAt = readSentAt(envelope.sent_at);
  const skew = clockSkew(sentAt, receivedAt);
  const page = isObject(fields.page) ? fields.page : {};
  const user = isObject(fields.user_parameters) ? fields.user_parameters : {};
  return {
    business,
    id: fields.id.toLowerCase(),
    received_at: new Date(receivedAt).toISOString(),
    session: text(fields.session),
    action: cutText(fields.action),
    tracked_at: correctTime(fields.tracked_at, skew, receivedAt),
    clock_skew: skew,
    sent_at: sentAt === undefined ? null : new Date(sentAt).toISOString(),
    page_url: address(page.url) ?? address(fields.url),
    amount: typeof fields.amount === 'number' && Number.isFinite(fields.amount) ? fields.amount : null,
    currency: text(fields.currency),
    user_id: textOrNumber(user.id),
    user_source: text(user.source),
    observed_by: text(fields.observed_by),
    ip,
    library: text(envelope.library),
    trusted,
    invalid: marks.length > 0 ? marks : null,
    event,
  };
}
