// Written by `npm run generate` from schema/batch.v1.json; change the schema, not this file.

/**
 * What a client sends to POST /v1/events?b=<business>: events, and beside them what they have in common. Further fields are ignored.
 */
export interface Batch {
  /**
   * Version of the protocol.
   */
  v: 1;
  /**
   * The business id of the address once more. It may be left out.
   */
  business?: string;
  /**
   * Name and version of the sender, such as "vitrina/1.0.0".
   */
  library?: string;
  /**
   * When the batch was sent, by the sender's clock: ISO 8601, or Unix milliseconds. Wrong clocks are corrected by it.
   */
  sent_at?: string | number;
  /**
   * The visitor's id in this browser, for all events that name no other.
   */
  session?: string | null;
  /**
   * Language of the page, such as "es-UY".
   */
  locale?: string | null;
  /**
   * IANA name, such as "America/Montevideo".
   */
  timezone?: string | null;
  /**
   * What the visitor has answered, such as "granted".
   */
  consent?: string | null;
  /**
   * Fields that all events of the batch have. What an event says itself comes first.
   */
  context?: {
    [k: string]: unknown;
  };
  /**
   * The events, at most 1,000. Each is checked by itself, together with what it has from the batch, so that a bad one does not hold up the others.
   */
  events: BatchEvent[];
}
/**
 * One thing that a visitor did. It has the fields of "context", and session, locale, timezone and consent of the batch, unless it says otherwise. What is not so is an error, and the event is rejected. Further fields are the shop's own and are kept as they are.
 */
export interface BatchEvent {
  /**
   * UUID, made when it happened and never changed. A second event with the same id is a repeat and not stored.
   */
  id: string;
  /**
   * What happened: object.verb, such as "cart.added".
   */
  action: string;
  /**
   * When it happened: Unix seconds by the visitor's clock, with fractions.
   */
  tracked_at: number;
  /**
   * The visitor's id in this browser, where it is another than that of the batch.
   */
  session?: string | null;
  /**
   * Counts the events of one page, from 1.
   */
  seq?: unknown;
  /**
   * Who has noticed it: "manual" for a call of the shop's code, "page", "mark", "form", "rule", "ga4", "ua", "json-ld", or the name of a platform.
   */
  observed_by?: unknown;
  /**
   * The platform's own id of the event, where it has one. The id is then derived from it.
   */
  source_event_id?: unknown;
  /**
   * The page: { url, title, path, referrer }. Personal data and tokens are taken out before it is sent.
   */
  page?: unknown;
  /**
   * Address of the page, of senders that give no page.
   */
  url?: unknown;
  /**
   * The visit, which ends after 30 minutes without activity: { id, number, started_at }, in Unix seconds.
   */
  visit?: unknown;
  /**
   * The campaign that brought the visitor: { source, medium, campaign, term, content, id, source_platform, observed_at }.
   */
  utm_params?: unknown;
  /**
   * Click ids of advertisements by their parameter, such as { gclid }.
   */
  click_ids?: unknown;
  /**
   * What brought the visitor for the first time: { utm_params, referrer }.
   */
  first_touch?: unknown;
  /**
   * The user, if known: { id, source } and what the shop adds.
   */
  user_parameters?: unknown;
  /**
   * Of "user.identified" alone: what the shop knows about the user.
   */
  traits?: unknown;
  /**
   * Money of the action as a number, in the currency beside it. Of any other type it is kept, but not counted.
   */
  amount?: unknown;
  /**
   * ISO 4217, such as "UYU".
   */
  currency?: unknown;
  /**
   * The id under which the server already knows what the action is about.
   */
  object?: unknown;
  /**
   * What kind of thing the object of an action of the shop's own is.
   */
  object_type?: unknown;
  /**
   * What the action is about, described: a product, a cart with its items, an order, a coupon or a refund.
   */
  object_parameters?: unknown;
  /**
   * An object of the shop's own, for what has no field.
   */
  metadata?: unknown;
  /**
   * Language of the page, where it is another than that of the batch.
   */
  locale?: unknown;
  /**
   * Time zone, where it is another than that of the batch.
   */
  timezone?: unknown;
  /**
   * Answer of the visitor, where it is another than that of the batch.
   */
  consent?: unknown;
  [k: string]: unknown;
}
