import type { Observer } from '../../types/tracker.js';

/**
 * How far each source is trusted. Lower is better: -1 for events that the shop has tracked itself, 0 for a platform that confirms,
 * 1 for a platform that only announces.
 */
const RANKS: Record<string, number> = { manual: -1, mark: -1, ga4: 2, ua: 3, 'json-ld': 4, form: 5, rule: 5 };

export const sourceRank = (source: Observer, confirmed?: boolean): number => RANKS[source] ?? (confirmed ? 0 : 1);
