import { createHash } from 'node:crypto';
import { cutText } from './cut-text.js';
import type { EventRecord } from './store.js';

/** An event that the collector tells by itself. */
export interface DerivedEvent {
  business: string;
  /** What makes it one event, such as a rule, its subject and a number. The same parts give the same id, so that it is stored once. */
  key: readonly string[];
  action: string;
  /** When it happened, in Unix seconds. */
  at: number;
  session?: string | null;
  user?: { id: string; source: string | null };
  /** What has seen it: 'rule', or the name of a marketplace or platform. */
  observedBy: string;
  /** Further fields of the event, as a tracker sends them. */
  props: Record<string, unknown>;
}

/** An id by hash (UUID version 8, RFC 9562 of 2024-05). The parts are told apart wherever they contain what. */
export function derivedId(business: string, key: readonly string[]): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([business, ...key]))
    .digest()
    .subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** @param now milliseconds */
export function deriveEvent(derived: DerivedEvent, now: number): EventRecord {
  const { business, key, action, at, session = null, user, observedBy, props } = derived;
  const id = derivedId(business, key);
  const { page, amount, currency } = props;
  const url = typeof page === 'object' && page !== null && 'url' in page ? page.url : undefined;
  const event = {
    ...{ id, action, tracked_at: at },
    ...(session === null ? {} : { session }),
    observed_by: observedBy,
    ...(user ? { user_parameters: { id: user.id, ...(user.source === null ? {} : { source: user.source }) } } : {}),
    ...props,
  };
  return {
    ...{ business, id, action, session, tracked_at: at, observed_by: observedBy },
    received_at: new Date(now).toISOString(),
    clock_skew: 0,
    sent_at: null,
    page_url: typeof url === 'string' ? url : null,
    amount: typeof amount === 'number' && Number.isFinite(amount) ? amount : null,
    currency: typeof currency === 'string' ? currency : null,
    user_id: user ? cutText(user.id) : null,
    user_source: user?.source ?? null,
    ip: null,
    library: null,
    trusted: true,
    invalid: null,
    event: JSON.stringify(event),
  };
}
