/** What an automation remembers of one subject: a cart, a visitor, a product of a person. Times are Unix seconds. */
export interface TimersTable {
  business: string;
  /** The id of the automation in the configuration. */
  rule: string;
  subject: string;
  kind: string;
  episode: number;
  revision: number;
  state: string;
  reason: string | null;
  version: string;
  session: string | null;
  /** Whom the latest event names; null where it names nobody. */
  user_source: string | null;
  user_id: string | null;
  reference: string | null;
  platform: string | null;
  started_at: number | null;
  /** The moment of the latest step: its time, and what tells it from others of the same time. */
  changed_at: number;
  changed_by: string;
  /** Null where nothing waits. */
  due_at: number | null;
  /** JSON: what was in the cart, which product it was. */
  memory: string;
  fired_at: number | null;
  /** The id of the event that was told last. */
  told: string | null;
  settled_at: number | null;
  /** The day on which something was last received of it, by the server's clock, such as '2026-11-29'. */
  seen_on: string;
}

/** How many timers of an automation have come to an end in a day, and to which: 'fired', or the reason why nothing was told. */
export interface TimerCountsTable {
  business: string;
  rule: string;
  /** In UTC. */
  day: string;
  outcome: string;
  timers: number;
}

export interface AutomationTables {
  timers: TimersTable;
  timer_counts: TimerCountsTable;
}
