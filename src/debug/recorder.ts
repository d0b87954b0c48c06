import type { Decision } from '../facts/fact.js';
import type { Signals } from '../types/tracker.js';

/** One entry of the recorder: a signal of a tracker, a decision about a fact, or a script tag that was ignored. */
export type Recorded =
  | {
      [N in 'event' | 'delivered' | 'dropped']: [name: N, values: Signals[N], business: string];
    }['event' | 'delivered' | 'dropped']
  /** A call of the page, with its arguments and its promise; recorded only for the panel. */
  | {
      [N in 'initialize' | 'track' | 'identify']: [name: N, values: unknown[], result: Promise<unknown>];
    }['initialize' | 'track' | 'identify']
  /** A second script tag of a business that already has a tracker. Its options are ignored. */
  | [name: 'again', values: [options: object], business: string]
  | [name: 'decision', values: [decision: Decision]];

/** What the page keeps in `vitrina.heard`: an array, whose `push` also calls the listeners. */
export interface Recorder {
  push: (entry: Recorded) => unknown;
}

/** Calls back with each entry recorded so far, in order, and then with each new one. Does nothing without a recorder. */
export const listenToRecorder = (callback: (entry: Recorded) => void): void => {
  const { vitrina } = window as { vitrina?: { heard?: Recorder } };
  const recorder = vitrina?.heard;
  if (!Array.isArray(recorder)) return;
  for (const entry of recorder as Recorded[]) callback(entry);
  // The debug script and the panel may both listen, so an earlier listener's `push` is called too.
  const push = recorder.push as (entry: Recorded) => unknown;
  Object.assign(recorder, {
    push(entry: Recorded) {
      callback(entry);
      return push.call(recorder, entry);
    },
  });
};

/** Whether the panel was asked for: by the page's query, or by a panel that an earlier page of this tab has opened. */
export const isPanelAskedFor = (): boolean => /vitrina_debug/.test(location.search + window.name);
