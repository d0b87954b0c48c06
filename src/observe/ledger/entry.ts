import type { Sight } from './find-duplicate.js';

/** A sight in the ledger, and what is to become of it. */
export interface Entry extends Sight {
  rank: number;
  address: string;
  /** By what it is told once for good, by all who have seen it. */
  once: string[];
  /** While it waits to be told. */
  timer?: ReturnType<typeof setTimeout>;
  /** The whole cart was emptied, which an order would explain. */
  isEmptying?: boolean;
}
