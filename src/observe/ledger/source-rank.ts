import type { Observer } from '../../types/tracker.js';

/** Sources by the trust in them, best first: -1 is what was sent already, 0 a platform that confirms, 1 one that only announces. */
const RANKS: Record<string, number> = { manual: -1, mark: -1, ga4: 2, ua: 3, 'json-ld': 4, form: 5, rule: 5 };

export const rankOf = (source: Observer, confirmed?: boolean): number => RANKS[source] ?? (confirmed ? 0 : 1);
