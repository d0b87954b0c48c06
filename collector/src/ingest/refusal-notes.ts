import type { AnswerError } from '../http/answers.js';
import { cutText } from '../store/cut-text.js';
import type { RefusalNote } from '../store/refusals.js';
import type { Arrival, JudgedEvent } from './check-batch.js';
import { type Envelope, isObject, type JsonObject } from './parse-batch.js';

/** Characters up to which an event is kept whole, so that it can be sent again; most have less than 2,000. */
const longestWhole = 16_384;

/** Characters that are kept of a longer one. */
const longestBeginning = 4096;

/** The kind of a refusal: what is wrong, and with which field. */
export const reasonOf = ({ type, parameter }: AnswerError): string => `${type}:${parameter}`;

export const describeErrors = (errors: AnswerError[]): Pick<RefusalNote, 'reason' | 'description'> => ({
  reason: errors[0] ? reasonOf(errors[0]) : 'failed:event',
  description: errors.map(({ description }) => description).join(' '),
});

const text = (value: unknown): string | null =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' ? cutText(String(value)) : null;

/** What can be read of an event that is not right. */
function readEvent(sent: unknown, envelope: Partial<Envelope>) {
  const event: JsonObject = isObject(sent) ? sent : {};
  const context = isObject(envelope.context) ? envelope.context : {};
  const user = event.user_parameters ?? context.user_parameters;
  return {
    action: text(event.action ?? context.action),
    id: typeof event.id === 'string' ? cutText(event.id) : null,
    session: text(event.session ?? context.session ?? envelope.session),
    user_id: text(isObject(user) ? user.id : null),
  };
}

const nothing = { action: null, id: null, session: null, user_id: null };

/** A body as text, which can be sent again where it is short and UTF-8; the rest of a long one is never decoded. */
function keepBody(body: Uint8Array): Pick<RefusalNote, 'bytes' | 'isWhole' | 'text'> {
  const isShort = body.length <= longestWhole;
  const kept = Buffer.from(isShort ? body : body.subarray(0, longestBeginning));
  const decoded = kept.toString('utf8');
  return { bytes: body.length, isWhole: isShort && decoded !== '' && kept.equals(Buffer.from(decoded)), text: decoded };
}

/** @param body as it came, or its bytes where it was not read */
export function noteRequest(arrival: Arrival, errors: AnswerError[], body: Uint8Array | number): RefusalNote {
  const kept = typeof body === 'number' ? { bytes: body, isWhole: false, text: '' } : keepBody(body);
  return { ...noteOf(arrival, errors), ...nothing, ...kept };
}

function noteOf({ business, receivedAt, ...known }: Arrival, errors: AnswerError[]) {
  return {
    business,
    received_at: new Date(receivedAt).toISOString(),
    ...describeErrors(errors),
    arrival: { ...known, receivedAt },
  };
}

/**
 * Notes the events of a batch that were refused, each as a batch of its own with the same envelope: that is what is sent again.
 *
 * @param envelope of the batch, with or without its events
 */
export function createEventNotes(arrival: Arrival, envelope: Envelope) {
  const { events: _, ...own } = envelope as Envelope & { events?: unknown };
  const opened = `${JSON.stringify(own).slice(0, -1)},"events":[`;

  return function noteEvent({ sent, errors }: Pick<JudgedEvent, 'sent' | 'errors'>): RefusalNote {
    const event = JSON.stringify(sent);
    const length = opened.length + event.length + 2;
    const isWhole = length <= longestWhole;
    return {
      ...noteOf(arrival, errors),
      ...readEvent(sent, envelope),
      bytes: length,
      isWhole,
      // Of a long one the event itself tells more than what it has from its batch.
      text: isWhole ? `${opened}${event}]}` : event.slice(0, longestBeginning),
    };
  };
}
