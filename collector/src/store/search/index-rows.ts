import type { Selectable } from 'kysely';
import { storable } from '../insert.js';
import type { EventsTable } from '../tables.js';
import { actionBit } from './action-bits.js';
import { orderOf } from './order-of.js';
import type { CampaignHoursTable } from './tables.js';
import { termsOfEvent } from './terms-of-event.js';
import { trustColumns, trustOf } from './trust.js';

/** The columns that the index is made of. */
export const indexedColumns = [
  ...(['received_seq', 'id', 'business', 'action', 'session', 'tracked_at'] as const),
  ...(['page_url', 'amount', 'currency', 'event', ...trustColumns] as const),
];

export type IndexedRow = Pick<Selectable<EventsTable>, (typeof indexedColumns)[number]>;

export const hourOf = (time: number): number => Math.floor(time / 3600);

/** Rows of one key, put together before they are stored. */
function joined<Item extends object>(
  items: Item[],
  keyOf: (item: Item) => unknown[],
  join: (one: Item, other: Item) => void,
) {
  const byKey = new Map<string, Item>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    const first = byKey.get(key);
    if (first) join(first, item);
    else byKey.set(key, item);
  }
  return [...byKey.values()];
}

/** What visitors did in an hour. */
export const toVisitorHours = (rows: Omit<IndexedRow, 'event' | 'id'>[]) =>
  joined(
    rows.flatMap((row) => {
      const { tracked_at, business, session, action } = row;
      if (session === null) return [];
      const key = { hour: hourOf(tracked_at), business, session, ...trustOf(row) };
      return { ...key, actions: actionBit(action) };
    }),
    ({ hour, business, session, trusted, invalid }) => [hour, business, session, trusted, invalid],
    (one, other) => void (one.actions |= other.actions),
  );

/** How often each action happened in an hour. */
export const toHourCounts = (rows: Omit<IndexedRow, 'event' | 'id'>[]) =>
  joined(
    rows.map((row) => {
      const { tracked_at, business, action } = row;
      return { hour: hourOf(tracked_at), business, action, ...trustOf(row), events: 1 };
    }),
    ({ hour, business, action, trusted, invalid }) => [hour, business, action, trusted, invalid],
    (one, other) => void (one.events += other.events),
  );

/** A damaged event is found by its columns alone. */
function contentOf(text: string): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === 'object' && content !== null ? (content as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Names of campaigns are set by whoever makes a link to the shop. */
const longestCampaign = 100;

/** The campaign that has brought the visitor; undefined where none is named. */
function campaignOf({ utm_params }: Record<string, unknown>): string | undefined {
  const { campaign } = Object(utm_params) as { campaign?: unknown };
  const name = typeof campaign === 'string' ? String(storable(campaign)).trim().slice(0, longestCampaign) : '';
  return name === '' ? undefined : name.toWellFormed();
}

/** The terms of each event, what those that are orders say, and which visitors came by which campaign. */
export function readContents(rows: IndexedRow[]) {
  const terms: { received_seq: number; terms: string }[] = [];
  const orders = [];
  const campaigns: CampaignHoursTable[] = [];
  for (const row of rows) {
    const { received_seq, business, session, tracked_at } = row;
    const content = contentOf(row.event);
    const campaign = campaignOf(content);
    if (campaign !== undefined && session !== null) {
      campaigns.push({ campaign, hour: hourOf(tracked_at), business, session });
    }
    terms.push({ received_seq, terms: termsOfEvent(row, content).join(' ') });
    if (row.action !== 'order.placed') continue;
    const order = orderOf(row.id, row, content);
    orders.push({ received_seq, business, placed_at: tracked_at, session, ...order, ...trustOf(row) });
  }
  const keyOf = ({ campaign, hour, business, session }: CampaignHoursTable) => [campaign, hour, business, session];
  return { terms, orders, campaigns: joined(campaigns, keyOf, () => {}) };
}
