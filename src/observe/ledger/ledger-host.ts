import type { KeyValue } from '../../base/env.js';
import type { Decision } from '../../facts/fact.js';
import type { Observer } from '../../types/tracker.js';

/** What a ledger needs of the page. */
export interface LedgerHost {
  /** Sends an action. */
  observe(action: string, props: Record<string, unknown>, source: Observer): void;
  /** Unix ms. */
  now(): number;
  storage: KeyValue;
  /** Begins the keys in storage. */
  prefix: string;
  /** Makes an id for a cart that has none. */
  uuid(): string;
  /** The address of the page as it is now. */
  address(): string;
  /** The name under which the shop's server integration knows its products and orders; default: the platform's. */
  platform?: string;
  /** Whether a platform may yet be recognised. */
  isEarly?(): boolean;
  /** How orders are delivered where nobody says. Default `deliver`. */
  delivery?: 'deliver' | 'collect';
  /** Hears of every decision. */
  report?(decision: Decision): void;
}
