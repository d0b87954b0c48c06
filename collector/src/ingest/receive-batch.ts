import type { IncomingMessage } from 'node:http';
import { type AnswerError, isRefusal, refusal, retryAfter } from '../http/answers.js';
import type { Business, Options } from '../options/collector-options.js';
import type { Complain } from '../log/complain.js';
import type { StoredStatus } from '../store/store.js';
import { judgeOrigin } from './allowed-origins.js';
import type { Arrival, BatchReader, CheckedBatch } from './check-batch.js';
import { clientAddress, storedAddress } from './client-address.js';
import type { RefusalQueue } from './refusal-queue.js';

/** What became of one event of a batch. */
export interface EventResult {
  id: string | null;
  status: StoredStatus | 'rejected';
  errors?: AnswerError[];
}

/** Whom a request claims to send for; undefined where the id is not known here. */
export type FindBusiness = (id: string | null) => Business | undefined;

/**
 * Refuses what needs no body to be refused.
 *
 * @param isTrusted it has a private key, so that it needs no origin
 * @throws {Refusal} 401, 403, 410 or 415
 */
export function checkSender(
  request: IncomingMessage,
  id: string | null,
  business: Business | undefined,
  isTrusted = false,
): string {
  if (id === null || !business) {
    const description = `The business ${JSON.stringify(id)} is not known here; give the id of an account as ?b=….`;
    throw refusal(401, { type: 'not_allowed', parameter: 'b', description });
  }
  if (business.off) {
    const description = `The business "${id}" is switched off; send nothing for a day.`;
    throw refusal(410, { type: 'switched_off', parameter: 'b', description }, { fields: { off: true } });
  }
  const { origin, 'content-encoding': encoding } = request.headers;
  if (!isTrusted && !judgeOrigin(business, origin).allowed) {
    const isNull = origin === undefined || origin === 'null';
    const whatToDo = isNull
      ? '. A server sends a private key instead of an origin; list "null" only for sandboxed frames.'
      : '; add it there.';
    const description = `The origin ${origin ?? 'null'} is not on the list of the business "${id}"${whatToDo}`;
    throw refusal(403, { type: 'not_allowed', parameter: 'origin', description });
  }
  if (encoding) {
    const description = `The body is encoded as ${encoding}; send it as it is.`;
    throw refusal(415, { type: 'parameter_invalid', parameter: 'content-encoding', description });
  }
  return id;
}

/**
 * From a request to its answer.
 *
 * @param keep takes what was accepted of a batch; resolves when it is durable, with a status for each event
 */
export function createReceiver({
  options,
  reader,
  keep,
  refusals,
  complain,
}: {
  options: Pick<Options, 'trustProxy' | 'ipAddresses'>;
  reader: BatchReader;
  keep: (batch: CheckedBatch) => Promise<StoredStatus[]>;
  refusals: Pick<RefusalQueue, 'noteRequest' | 'noteEvents'>;
  complain: Complain;
}) {
  function check(body: Buffer, arrival: Arrival) {
    try {
      return reader.check(body, arrival);
    } catch (cause) {
      if (isRefusal(cause)) refusals.noteRequest(arrival, cause.errors, body);
      throw cause;
    }
  }

  /**
   * Keeps a batch and answers event by event, after that.
   *
   * @param receivedAt milliseconds
   * @param trusted it came with a private key of the business
   * @throws {Refusal} 400, 401, 413 or 503
   */
  return async function receive(
    request: IncomingMessage,
    business: string,
    body: Buffer,
    receivedAt: number,
    trusted: boolean,
  ) {
    const ip = storedAddress(clientAddress(request, options.trustProxy), options.ipAddresses);
    const arrival: Arrival = { business, receivedAt, ip, trusted };
    const { batch, judged } = check(body, arrival);
    const keeping = batch.accepted.length === 0 ? Promise.resolve([]) : keep(batch);
    const statuses = await keeping.catch((cause: unknown) => {
      if (isRefusal(cause)) throw cause;
      complain('Events could not be stored.', cause);
      const error = {
        type: 'unavailable',
        parameter: 'store',
        description: 'The events could not be stored; send them again.',
      };
      throw refusal(503, error, retryAfter(5));
    });
    // Not before: a sender that gets no answer sends them all again.
    refusals.noteEvents(arrival, batch.envelope, judged);
    let kept = 0;
    return judged.map(({ id, errors }): EventResult =>
      errors.length > 0 ? { id, status: 'rejected', errors } : { id, status: statuses[kept++] ?? 'duplicate' },
    );
  };
}
