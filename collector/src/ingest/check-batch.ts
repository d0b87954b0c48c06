import type { AnswerError } from '../http/answers.js';
import type { EventRecord } from '../store/store.js';
import { findClaims, type IsReserved } from './check-claims.js';
import { type AcceptedEvent, checkEvent } from './check-event.js';
import { type Delivery, describeEvent } from './describe-event.js';
import { createMerge } from './merge-envelope.js';
import { checkUser } from './check-user.js';
import { isObject, parseBatch } from './parse-batch.js';
import { compileSchema } from './schema.js';

/** A batch that was checked: what can be stored of it, and what has to be known to do so later or elsewhere. */
export interface CheckedBatch extends Delivery {
  /** As it came. */
  body: Uint8Array;
  /** The events that passed, in their order, the envelope merged into each. */
  accepted: AcceptedEvent[];
  /** Numbers of the other events, from 0. */
  refused: number[];
}

/** What came of the check of one event. */
export interface JudgedEvent {
  id: string | null;
  /** Empty where it can be stored. */
  errors: AnswerError[];
  /** As it stands in the batch. */
  sent: unknown;
}

/** What the server knows about a request, before its body is read. */
export type Arrival = Omit<Delivery, 'envelope'>;

/** The way from a body to records, in steps, so that another process can go the last one. */
export function createBatchReader(isReserved: IsReserved) {
  const schema = compileSchema();

  return {
    /**
     * Judges each event of a batch.
     *
     * @throws {Refusal} 400, 401 or 413
     */
    check(body: Uint8Array, arrival: Arrival): { batch: CheckedBatch; judged: JudgedEvent[] } {
      const { envelope, context, events } = parseBatch(body, arrival.business, schema);
      const merge = createMerge(envelope, context);
      const accepted: AcceptedEvent[] = [];
      const refused: number[] = [];
      const judged = events.map((sent, number): JudgedEvent => {
        const { errors, accepted: event } = checkEvent(sent, merge, schema);
        // Neither is asked in `readChecked`: what an earlier release has accepted stays accepted.
        if (event) errors.push(...checkUser(event.fields));
        if (event && !arrival.trusted) errors.push(...findClaims(event.fields, arrival.business, isReserved));
        if (event && errors.length === 0) accepted.push(event);
        else refused.push(number);
        return { id: isObject(sent) && typeof sent.id === 'string' ? sent.id : null, errors, sent };
      });
      return { batch: { ...arrival, envelope, body, accepted, refused }, judged };
    },

    /**
     * Reads a batch that another collector has checked.
     *
     * @param refused numbers of the events that did not pass
     * @throws where the body is not what that collector has seen, or an event does not pass here: whatever else writes into the
     *   stream was checked by nobody. The sentence names no values, since it goes into the log.
     */
    readChecked(body: Uint8Array, arrival: Arrival, refused: number[]): CheckedBatch {
      const { envelope, context, events } = parseBatch(body, arrival.business, schema);
      const merge = createMerge(envelope, context);
      const isRefused = new Set(refused);
      const accepted = events.flatMap((sent, number) => {
        if (isRefused.has(number)) return [];
        const { errors, accepted: event } = checkEvent(sent, merge, schema);
        if (event) return [event];
        const parameters = errors.map(({ parameter }) => `"${parameter}"`).join(', ');
        throw new Error(`Event ${number} of the batch does not pass the check: ${parameters}.`);
      });
      return { ...arrival, envelope, body, accepted, refused };
    },
  };
}

export type BatchReader = ReturnType<typeof createBatchReader>;

/** What is stored of a checked batch. */
export const recordsOf = (batch: CheckedBatch): EventRecord[] =>
  batch.accepted.map((merged) => describeEvent(merged, batch));
