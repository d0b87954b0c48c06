import { namesOfOrder } from './order-names.js';

type Json = Record<string, unknown>;

/** What a body tells of one of its events, as far as it can be read. Nothing of it has been checked. */
export interface ToldEvent {
  session: string | null;
  user_id: string | null;
  user_source: string | null;
  /** The numbers of orders of which it tells. */
  orders: string[];
  /** The event itself, without what it has from its batch. */
  own: Json;
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldsOf = (value: unknown): Json => (isObject(value) ? value : {});

const textOf = (value: unknown): string | null =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : null;

/**
 * The events in the text of a batch, or of a single event, that was not stored.
 *
 * @returns undefined where it is no JSON object, such as a text that was cut
 */
export function eventsInText(text: string): ToldEvent[] | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(body)) return undefined;
  const { session, events } = body;
  const context = fieldsOf(body.context);
  const own = Array.isArray(events) && events.length > 0 ? (events as unknown[]).map(fieldsOf) : [body];
  return own.map((event) => {
    const told: Json = { session, ...context, ...event };
    const user = fieldsOf(told.user_parameters);
    return {
      session: textOf(told.session),
      user_id: textOf(user.id),
      user_source: textOf(user.source),
      orders: namesOfOrder(String(told.action), told),
      own: event,
    };
  });
}
