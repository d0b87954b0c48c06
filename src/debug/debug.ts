/* eslint-disable no-console -- to speak in the console is all this plugin is for */
import { all } from '../browser/listen.js';
import type { Plugin, Signals, Stop } from '../types/tracker.js';
import { doubts } from './check-event.js';

/** What to do on the signals that tell what becomes of an event. */
export type Report = { [N in 'event' | 'delivered' | 'dropped']: (...values: Signals[N]) => void };

/** Businesses that are reported on, each as often as it is. */
const reported: string[] = [];

/** Writes what it is told about a business's events to the console, and names the business where there are several. */
export const createReport = (business: string): Report & { stop: Stop } => {
  reported.push(business);
  const label = () => (reported.some((other) => other !== business) ? `vitrina (${business}):` : 'vitrina:');
  /** Events that were looked at; one that was queued before this plugin came is looked at when it leaves. */
  const seen = new Set<string>();
  const look: Report['event'] = (event) => {
    if (seen.has(event.id)) return;
    seen.add(event.id);
    for (const doubt of doubts(event)) console.warn(label(), doubt);
  };
  return {
    event(event) {
      console.log(label(), 'queued', event.action, event);
      look(event);
    },
    delivered(event, { status }) {
      look(event);
      console.log(label(), 'delivered', event.action, event.id, `status ${status}`);
    },
    dropped(event, reason, errors) {
      look(event);
      console.log(label(), 'dropped', event.action, event.id, reason, ...errors.map(({ description }) => description));
    },
    stop: () => void reported.splice(reported.indexOf(business), 1),
  };
};

/**
 * Says in the console what becomes of each event, and what of it does not fit the catalogue of actions. It changes nothing
 * about what is sent.
 */
export const debug =
  (): Plugin =>
  ({ on, storagePrefix }) => {
    const { event, delivered, dropped, stop } = createReport(storagePrefix.split(':')[2] ?? '');
    return all([stop, on('event', event), on('delivered', delivered), on('dropped', dropped)]);
  };
