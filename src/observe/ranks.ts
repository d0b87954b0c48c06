import type { Observer } from '../types.js';

/** Sources by the trust in them, best first: 0 is a platform that confirms, 1 one that only announces. */
const RANKS: Record<string, number> = { ga4: 2, ua: 3, 'json-ld': 4, mark: 5, form: 5, rule: 5 };

/** How far a source is trusted: the lower, the more. */
export const rankOf = (by: Observer, confirmed?: boolean): number => RANKS[by] ?? (confirmed ? 0 : 1);
