import { parseObject } from '../base/json.js';
import type { QueuedEvent } from './queued-event.js';

/** What stands in an event before this is what the events of one page have in common. */
const BEHIND_HEAD = ',"id":';

/** The fields of a batch beside its events. */
export interface Envelope {
  session?: string;
  /** What all its events have in common. */
  context?: object;
  [name: string]: unknown;
}

/** The body of a request with these events, one at least. What they all have in common is said once. */
export const toBody = (entries: QueuedEvent[], fields: Envelope): string => {
  const [{ json }, more] = entries as [QueuedEvent, QueuedEvent?];
  const head = json.slice(0, json.indexOf(BEHIND_HEAD));
  const isAlike = more && entries.every((entry) => entry.json.startsWith(head + BEHIND_HEAD));
  // A JSON text that a shop has changed may have its id elsewhere; then this is no object.
  const shared = isAlike && (parseObject(`${head}}`) as Envelope | undefined);
  if (shared) ({ session: fields.session, ...fields.context } = shared);
  // The session of the envelope need not be repeated in its events either.
  const known = shared ? `${head},` : `{"session":${JSON.stringify(fields.session)},`;
  const events = entries.map(({ json }) => (json.startsWith(known) ? `{${json.slice(known.length)}` : json));
  return `${JSON.stringify(fields).slice(0, -1)},"events":[${events.join()}]}`;
};
