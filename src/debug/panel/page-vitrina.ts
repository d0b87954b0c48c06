import type { Vitrina } from '../../types/tracker.js';

/** `window.vitrina`, as far as the panel reads it. */
export interface PageVitrina extends Vitrina {
  library?: string;
  trackers?: Record<string, Vitrina>;
  /** The loaded parts by name: among others, the adapters of recognised platforms. */
  parts?: object;
  lastProduct?: { name?: string };
  cart?: { items?: unknown[]; amount?: number; currency?: string };
}
