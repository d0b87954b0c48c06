import { parseObject, stringify } from '../base/json.js';
import type { QueuedEvent } from './queued-event.js';

/** In the JSON of an event, the fields before this are the same for all events of a page. */
const BEHIND_HEAD = ',"id":';

/** The fields of a batch beside its events. */
export interface Envelope {
  session?: string;
  /** The fields that all events of the batch share. */
  context?: object;
  [name: string]: unknown;
}

/**
 * The body of a request with these events; `entries` must not be empty. Fields that all events share are written once, in
 * the envelope.
 */
export const toBody = (entries: QueuedEvent[], fields: Envelope): string => {
  const [{ json }, more] = entries as [QueuedEvent, QueuedEvent?];
  const head = json.slice(0, json.indexOf(BEHIND_HEAD));
  const isAlike = more && entries.every((entry) => entry.json.startsWith(head + BEHIND_HEAD));
  // A shop's `transform` may have moved the id. Then the text before it is no object, and nothing is shared.
  const shared = isAlike && (parseObject(`${head}}`) as Envelope | undefined);
  if (shared) ({ session: fields.session, ...fields.context } = shared);
  // Events without shared fields still omit their session if the envelope has the same.
  const known = shared ? `${head},` : `{"session":${stringify(fields.session)},`;
  const events = entries.map(({ json }) => (json.startsWith(known) ? `{${json.slice(known.length)}` : json));
  return `${stringify(fields).slice(0, -1)},"events":[${events.join()}]}`;
};
