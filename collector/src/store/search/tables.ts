/** What the index of the inspector is read from, beside its terms. */

/** That a visitor was there in an hour. */
export interface VisitorHoursTable {
  /** Whole hours since 1970. */
  hour: number;
  business: string;
  session: string;
  /** 1 or 0, of the events that the row is about. */
  trusted: number;
  invalid: number;
  /** What the visitor did, a bit for each action. */
  actions: number;
}

/** That a visitor was there by a campaign. */
export interface CampaignHoursTable {
  campaign: string;
  /** Whole hours since 1970. */
  hour: number;
  business: string;
  session: string;
}

/** What an "order.placed" tells. An order has several such rows where browser and server tell it. */
export interface OrdersTable {
  received_seq: number;
  business: string;
  /** By what the telling names it. */
  reference: string;
  /** Whose number that is, such as 'tiendanube'; empty where that is not told. */
  source: string;
  /** The order itself, which is the same in all tellings of it; made of the names that servers and connected accounts tell. */
  order_key: string;
  /** Unix seconds. */
  placed_at: number;
  amount: number | null;
  currency: string | null;
  session: string | null;
  trusted: number;
  invalid: number;
}

/** By what else a server names an order of which it tells. */
export interface OrderNamesTable {
  business: string;
  name: string;
  /** The event that tells it. */
  received_seq: number;
  source: string;
  /** The name by which the telling is in `orders`. */
  reference: string;
}

/** How often an action happened in an hour. */
export interface HourCountsTable {
  hour: number;
  business: string;
  action: string;
  trusted: number;
  invalid: number;
  events: number;
}

export interface SearchTables {
  visitor_hours: VisitorHoursTable;
  campaign_hours: CampaignHoursTable;
  orders: OrdersTable;
  order_names: OrderNamesTable;
  hour_counts: HourCountsTable;
}
