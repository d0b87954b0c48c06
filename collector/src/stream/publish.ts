import { JetStreamApiError } from '@nats-io/jetstream';
import { type Refusal, refusal, retryAfter } from '../http/answers.js';
import type { CheckedBatch } from '../ingest/check-batch.js';
import type { Complain } from '../log/complain.js';
import type { StoredStatus } from '../store/store.js';
import type { StreamConnection } from './connect-stream.js';
import { messageId, toHeaders } from './message.js';
import { headerRoom } from './prepare-stream.js';
import { subjectOf } from './stream-config.js';

/** Browsers wait 10 s for an answer; the engine has to give one before. Milliseconds. */
const patience = 5000;

/** Seconds after which a sender looks again. */
const awayWait = 5;
const fullWait = 30;

/** The engine's numbers for "maximum bytes exceeded" and for a server whose storage is used up (nats-server errors.json, 2026-11). */
const full = [10_077, 10_023, 10_047];

const unavailable = (description: string, seconds: number): Refusal =>
  refusal(503, { type: 'unavailable', parameter: 'stream', description }, retryAfter(seconds));

/** Nobody answers for the subject: the client calls that so, whatever the reason. */
const isMissing = (cause: unknown): boolean => cause instanceof Error && cause.name === 'JetStreamNotEnabled';

/**
 * Puts checked batches into the stream.
 *
 * @returns a function that resolves when the engine has the batch. Whether an event is a duplicate is known where it is stored, so
 *   all are received.
 */
export function createPublisher(connection: StreamConnection, complain: Complain) {
  return async function publish(batch: CheckedBatch): Promise<StoredStatus[]> {
    const engine = connection.engine();
    if (!engine) throw unavailable('The stream of the collector is away; send the events again.', awayWait);
    const largest = (engine.connection.info?.max_payload ?? Infinity) - headerRoom;
    if (batch.body.length > largest) {
      throw refusal(413, {
        type: 'too_large',
        parameter: 'body',
        description: `The body has ${batch.body.length} bytes; the collector's stream takes ${largest}: send fewer events at a time.`,
      });
    }
    try {
      const options = { msgID: messageId(batch), headers: toHeaders(batch), timeout: patience };
      await engine.client.publish(subjectOf(batch.business), batch.body, options);
    } catch (cause) {
      if (cause instanceof JetStreamApiError && full.includes(cause.code)) {
        complain('The stream is full, and batches are refused until its writers have caught up.', cause);
        throw unavailable('The stream of the collector is full; send the events later.', fullWait);
      }
      if (isMissing(cause)) connection.doubt();
      complain('The stream has not confirmed a batch.', cause);
      // It may have arrived all the same: the repetition is filtered by its message id, and by the ids of its events.
      throw unavailable('The stream of the collector has not confirmed the events; send them again.', awayWait);
    }
    return batch.accepted.map(() => 'received');
  };
}
