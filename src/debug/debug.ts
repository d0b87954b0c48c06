/* eslint-disable no-console -- this plugin exists to write to the console */
import { all } from '../browser/listen.js';
import type { Plugin, Signals, Stop } from '../types/tracker.js';
import { checkEvent } from './check-event.js';

/** A listener for each signal that says what became of an event. */
export type Report = { [N in 'event' | 'delivered' | 'dropped']: (...values: Signals[N]) => void };

/** The business of each running report, with repetitions: two trackers may report on the same business. */
const reported: string[] = [];

/**
 * Creates listeners that write a business's events to the console. They name the business while there are reports on several.
 * `stop` takes this report out of that count; the caller removes the listeners.
 * @example
 * ```ts
 * import vitrina from 'vitrina';
 * import { createReport } from 'vitrina/plugins/debug';
 *
 * const report = createReport('xy76ks');
 * const stop = vitrina.on('dropped', report.dropped);
 * ```
 */
export const createReport = (business: string): Report & { stop: Stop } => {
  reported.push(business);
  const label = () => (reported.some((other) => other !== business) ? `vitrina (${business}):` : 'vitrina:');
  /** Ids of checked events. An event that was queued before this plugin started is checked when it leaves the queue. */
  const checked = new Set<string>();
  const check: Report['event'] = (event) => {
    if (checked.has(event.id)) return;
    checked.add(event.id);
    for (const problem of checkEvent(event)) console.warn(label(), problem);
  };
  return {
    event(event) {
      console.log(label(), 'queued', event.action, event);
      check(event);
    },
    delivered(event, { status }) {
      check(event);
      console.log(label(), 'delivered', event.action, event.id, `status ${status}`);
    },
    dropped(event, reason, errors) {
      check(event);
      console.log(label(), 'dropped', event.action, event.id, reason, ...errors.map(({ description }) => description));
    },
    stop: () => void reported.splice(reported.indexOf(business), 1),
  };
};

/**
 * Writes to the console what becomes of each event, and warns where an event does not fit the catalogue of actions. What is
 * sent stays the same.
 * @example
 * ```ts
 * import { createTracker } from 'vitrina';
 * import { debug } from 'vitrina/plugins/debug';
 *
 * createTracker('xy76ks', { endpoint: 'https://events.example.com/v1/events', plugins: [debug()] });
 * ```
 */
export const debug =
  (): Plugin =>
  ({ on, storagePrefix }) => {
    const { event, delivered, dropped, stop } = createReport(storagePrefix.split(':')[2] ?? '');
    return all([stop, on('event', event), on('delivered', delivered), on('dropped', dropped)]);
  };
