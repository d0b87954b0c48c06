import type { ShopMemory } from './shop-memory.js';
import type { Told } from './to-actions.js';

/** What a platform has told, and what it means. */
export interface Happening {
  /** The page that it happened on. */
  page: { url: string; title?: string; referrer?: string };
  /** Unix ms; now, where the platform says nothing. */
  at?: number;
  /** The platform's own id of it, by which it is known when it is told again. */
  eventId?: string;
  /** Our id of each of its actions; made anew where the platform has none. */
  toId?: (index: number) => string;
  /** The actions, in the light of what is remembered of the shop. */
  tell: (memory: ShopMemory) => Told[];
}
