import type { ShopMemory } from './shop-memory.js';
import type { Action } from './to-actions.js';

/** An event of the platform, and the actions that it means. */
export interface PlatformEvent {
  /** The page on which it happened. */
  page: { url: string; title?: string; referrer?: string };
  /** Unix ms. Default: now. */
  at?: number;
  /** The platform's own id of the event. A second event with the same id is ignored. */
  eventId?: string;
  /** Returns our id of the action at that index. Default: a new id. */
  toId?: (index: number) => string;
  /** Returns the actions, and updates what is remembered of the shop. */
  actions: (memory: ShopMemory) => Action[];
}
