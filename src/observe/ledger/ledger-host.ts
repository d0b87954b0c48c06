import type { KeyValue } from '../../base/env.js';
import type { Decision } from '../../facts/fact.js';
import type { Observer } from '../../types/tracker.js';

/** What a ledger needs from the page. */
export interface LedgerHost {
  /** Sends an action. */
  observe(action: string, props: Record<string, unknown>, source: Observer): void;
  /** Unix ms. */
  now(): number;
  storage: KeyValue;
  /** The keys in storage begin with it. */
  prefix: string;
  /** When the visitor has clicked last; Unix ms. */
  lastGesture?(): number | undefined;
  /** Makes an id for a cart that has none. */
  uuid(): string;
  /** The current address of the page. */
  address(): string;
  /** The name under which the shop's server integration knows its products and orders. Default: the name of the platform. */
  platform?: string;
  /** Whether a platform may still be recognised on this page. */
  isEarly?(): boolean;
  /** Whether the shop was asked for a change of the cart and has not answered yet. */
  isChanging?(): boolean;
  /** How orders are delivered if no source says so. Default `deliver`. */
  delivery?: 'deliver' | 'collect';
  /** Called with every decision. */
  report?(decision: Decision): void;
}
