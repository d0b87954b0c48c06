import type { Fact } from '../../facts/fact.js';
import type { Observer } from '../../types/tracker.js';

/** One thing that happened, as one source or several have seen it. */
export interface Sighting {
  fact: Fact;
  /** The keys under which its sources know it; see `sightingKey`. */
  keys: string[];
  /** All sources that have seen it. The first one reports it. */
  sources: Observer[];
  /** How many pieces of the product each source has reported. */
  pieces: Partial<Record<Observer, number>>;
  /** Unix ms. */
  at: number;
  /** When the visitor had clicked last; Unix ms. */
  gesture?: number;
  /** What each source has said. */
  words: Partial<Record<Observer, string>>;
  /** The page that it was seen on, as `createPageCounter` names it. */
  page: string;
  /** Address of that page. */
  address: string;
  /** The rank of its best source. Lower is better. */
  rank: number;
  /** Keys under which all sources know this action. An action with one of them is never reported again. */
  once: string[];
  /** Set while it waits to be reported. */
  timer?: unknown;
  /** The whole cart was emptied. An order would explain that. */
  isEmptying?: boolean;
  /** The whole cart has shown this change, so it need not be booked for the next sight of the cart. */
  isFromCart?: boolean;
}
