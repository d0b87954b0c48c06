import type { Decision } from '../facts/fact.js';
import type { Signals } from '../types/tracker.js';

/** What a script keeps of its trackers' signals, and of what was decided about facts, while somebody wants to know. */
export type Heard =
  | {
      [N in 'event' | 'delivered' | 'dropped']: [name: N, values: Signals[N], business: string];
    }['event' | 'delivered' | 'dropped']
  /** A further script of a business that has its tracker already, with options that nobody uses. */
  | [name: 'again', values: [options: object], business: string]
  | [name: 'decision', values: [decision: Decision]];

/** What the page holds of it. */
export interface HeardList {
  push: (entry: Heard) => unknown;
}

/** Tells of all that was heard before, and of each that follows. */
export const listenToHeard = (tell: (entry: Heard) => void): void => {
  const { vitrina } = window as { vitrina?: { heard?: HeardList } };
  const heard = vitrina?.heard;
  if (!Array.isArray(heard)) return;
  for (const entry of heard as Heard[]) tell(entry);
  // Several may listen, so what there was goes on.
  const push = heard.push as (entry: Heard) => unknown;
  Object.assign(heard, {
    push(entry: Heard) {
      tell(entry);
      return push.call(heard, entry);
    },
  });
};

/** Whether the panel was asked for: by the page's parameter, or by a panel that is open since an earlier page of this tab. */
export const isPanelAskedFor = (): boolean => /vitrina_debug/.test(location.search + window.name);
