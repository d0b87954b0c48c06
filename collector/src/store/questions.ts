/** What the inspector asks, and what it is answered. */

export interface RowFilter {
  business?: string;
  session?: string;
  action?: string;
  /** Only events of this user. */
  user?: string;
  /** Unix seconds: only events that happened then or later, and before. */
  from?: number;
  to?: number;
  /** Whether they came with a private key. */
  trusted?: boolean;
  /** Only those that were found wanting, or only the others. */
  invalid?: boolean;
  /** Words that are all in the event; the last may be unfinished. */
  q?: string;
}

export interface Figures {
  /** Unix seconds. */
  from: number;
  to: number;
  visitors: number;
  /** Visitors who have put something into their cart. */
  carts: number;
  /** Each once, whoever has told it. */
  orders: number;
  /** What was ordered; nothing is taken off for cancellations and refunds. */
  revenue: { currency: string; amount: number }[];
  /** Visitors with an order, of all visitors; null without visitors. */
  conversion: number | null;
  /** Only the latest of the events that were looked for are in the figures. */
  at_least?: true;
  /** So many events were stored a moment ago and are not in the figures yet. */
  pending?: number;
}

/** How far visitors got on the way to an order. */
export interface Funnel {
  /** Unix seconds. */
  from: number;
  to: number;
  visitors: number;
  /** Visitors who have done a step or a later one. */
  steps: { action: string; visitors: number }[];
  /** By which campaigns visitors came within these hours, the largest first. */
  campaigns: { campaign: string; visitors: number }[];
}

export interface FunnelRange extends RowFilter {
  from: number;
  to: number;
  /** Only visitors who came by this campaign within these hours. */
  campaign?: string;
}

export interface RowPage extends RowFilter {
  limit?: number;
  /** Only rows with a smaller number. */
  before?: number;
}

export interface ActionCounts {
  /** Unix seconds. */
  from: number;
  to: number;
  bucket_seconds: number;
  actions: string[];
  buckets: { at: number; counts: Record<string, number> }[];
}

export interface CountsRange extends RowFilter {
  /** Up to now, unless `from` and `to` are given. */
  minutes?: number;
  buckets: number;
}
