import type { CartLine } from '../../automations/cart-contents.js';
import type { Automation, AutomationKind } from '../../options/automation-options.js';

/** What has come of a look at what is due. */
export interface Fired {
  /** How many events were told. */
  fired: number;
  /** How many timers have come to an end otherwise. */
  ended: number;
  /** There may be more that are due. */
  isMore: boolean;
}

/** What has come of a timer. */
export interface SettledTimer {
  subject: string;
  /** 'fired', or 'ended' with the reason why nothing was told. */
  state: 'fired' | 'ended';
  reason: string | null;
  session: string | null;
  user: { source: string; id: string } | null;
  /** Unix seconds. */
  at: number;
  /** The id of the event that was told. */
  event: string | null;
}

export interface AutomationSummary {
  id: string;
  /** Null where the configuration has no such automation any more. */
  kind: AutomationKind | null;
  /** Whether it runs: neither it nor its business is switched off. */
  enabled: boolean;
  /** As the configuration has it. */
  declared: Automation | null;
  /** How long it waits before it tells, also where that is the default. */
  wait_seconds: number | null;
  waiting: number;
  /** Unix seconds; null where nothing waits. */
  next_due_at: number | null;
  /** How many were told since the retention began. */
  fired: number;
  /** How many ended without being told, by their reasons. */
  cancelled: Record<string, number>;
  /** The latest first. */
  recent: SettledTimer[];
}

export interface WaitingTimer {
  rule: string;
  kind: string;
  subject: string;
  session: string | null;
  user: { source: string; id: string } | null;
  /** Unix seconds. */
  started_at: number | null;
  last_step_at: number;
  due_at: number;
  /** What it is about: the items of a cart. */
  items?: CartLine[];
  product?: unknown;
  page?: string;
  reference: string | null;
}

/** What a store does for automations. */
export interface AutomationStore {
  /** When the next timer is due, in milliseconds; undefined where nothing waits. */
  nextTimer(): Promise<number | undefined>;
  /** Tells what is due, at most a portion of it. @param now milliseconds */
  fireTimers(now: number): Promise<Fired>;
  /** Ends what waits for automations that are off, gone or changed. @param now milliseconds */
  endTimersOfRules(now: number): Promise<number>;
  /** The automations of a business, with what waits and what has come of the others. */
  automations(business: string): Promise<AutomationSummary[]>;
  /** What waits, the next first. */
  waitingTimers(of: { business: string; rule?: string; limit?: number }): Promise<WaitingTimer[]>;
}
