import { randomUUID } from 'node:crypto';
import type { EventRecord } from '../../../collector/src/index.ts';

/** An event as the collector puts it into a store. */
export const record = (more: Partial<EventRecord> = {}): EventRecord => ({
  business: 'xy76ks',
  id: randomUUID(),
  received_at: new Date().toISOString(),
  session: 'a-session-1',
  action: 'cart.added',
  tracked_at: Date.now() / 1000,
  clock_skew: 0,
  sent_at: null,
  page_url: null,
  amount: 12.5,
  currency: 'UYU',
  user_id: null,
  user_source: null,
  observed_by: null,
  ip: null,
  library: null,
  trusted: false,
  invalid: null,
  event: '{"note":1}',
  ...more,
});

export const records = (count: number, more: Partial<EventRecord> = {}) =>
  Array.from({ length: count }, () => record(more));
