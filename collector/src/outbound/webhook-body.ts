import type { Row } from '../store/store.js';

/** The specification advises bodies below 20 kB (Standard Webhooks 1.0.0, 2026-08); bytes. */
const largestBody = 20_000;

/** What is left of an event that is too large, in the order in which it is tried; without what the visitor's browser adds. */
const essentials = ['session', 'user_parameters', 'amount', 'currency', 'object', 'object_type', 'observed_by'];
const described = [...essentials, 'object_parameters'];

const only = (event: Row['event'], names: string[]) =>
  Object.fromEntries(names.filter((name) => name in event).map((name) => [name, event[name]]));

/** What is told of an event: the type is its action, the time is when it happened, by a corrected clock. */
export function toWebhookBody(row: Row): string {
  const { business, id, received_at, trusted, tracked_at } = row;
  const { action: _, id: __, tracked_at: ___, ...event } = row.event;
  const write = (told: object, isWhole: boolean) =>
    JSON.stringify({
      type: row.action,
      timestamp: new Date(tracked_at * 1000).toISOString(),
      data: { id, business, received_at, trusted, ...(isWhole ? {} : { is_whole: false }), ...told },
    });
  const whole = write(event, true);
  if (Buffer.byteLength(whole) < largestBody) return whole;
  const short = write(only(event, described), false);
  if (Buffer.byteLength(short) < largestBody) return short;
  return write(only(event, essentials), false);
}
