import type { IncomingMessage } from 'node:http';
import { type AnswerError, refusal, retryAfter } from '../http/answers.js';
import type { Business, Options } from '../options/collector-options.js';
import type { Complain } from '../log/complain.js';
import type { EventRecord, StoredStatus } from '../store/store.js';
import { judgeOrigin } from './allowed-origins.js';
import { checkEvent } from './check-event.js';
import { clientAddress, storedAddress } from './client-address.js';
import { describeEvent } from './describe-event.js';
import { createMerge } from './merge-envelope.js';
import { isObject, parseBatch } from './parse-batch.js';
import { compileSchema } from './schema.js';

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
 * @throws {Refusal} 401, 403, 410 or 415
 */
export function checkSender(request: IncomingMessage, id: string | null, business: Business | undefined): string {
  if (id === null || !business) {
    const description = `The business ${JSON.stringify(id)} is not known here; give the id of an account as ?b=….`;
    throw refusal(401, { type: 'not_allowed', parameter: 'b', description });
  }
  if (business.off) {
    const description = `The business "${id}" is switched off; send nothing for a day.`;
    throw refusal(410, { type: 'switched_off', parameter: 'b', description }, { fields: { off: true } });
  }
  const { origin, 'content-encoding': encoding } = request.headers;
  if (!judgeOrigin(business, origin).allowed) {
    const description = `The origin ${origin ?? 'null'} is not on the list of the business "${id}"; add it there.`;
    throw refusal(403, { type: 'not_allowed', parameter: 'origin', description });
  }
  if (encoding) {
    const description = `The body is encoded as ${encoding}; send it as it is.`;
    throw refusal(415, { type: 'parameter_invalid', parameter: 'content-encoding', description });
  }
  return id;
}

/**
 * From a body to rows.
 *
 * @param put stores the records and answers after that
 */
export function createReceiver({
  options,
  put,
  complain,
}: {
  options: Pick<Options, 'trustProxy' | 'ipAddresses'>;
  put: (records: EventRecord[]) => Promise<StoredStatus[]>;
  complain: Complain;
}) {
  const schema = compileSchema();

  /**
   * Stores a batch and answers event by event, after the commit.
   *
   * @param receivedAt milliseconds
   * @throws {Refusal} 400, 401, 413 or 503
   */
  return async function receive(request: IncomingMessage, business: string, body: Buffer, receivedAt: number) {
    const { envelope, context, events } = parseBatch(body, business, schema);
    const merge = createMerge(envelope, context);
    const ip = storedAddress(clientAddress(request, options.trustProxy), options.ipAddresses);
    const records: EventRecord[] = [];
    const judged = events.map((sent) => {
      const { errors, accepted } = checkEvent(sent, merge, schema);
      if (accepted) records.push(describeEvent(accepted, { business, envelope, receivedAt, ip }));
      const id = isObject(sent) && typeof sent.id === 'string' ? sent.id : null;
      return { id, errors };
    });
    const statuses = await put(records).catch((cause: unknown) => {
      complain('Events could not be stored.', cause);
      const error = {
        type: 'unavailable',
        parameter: 'store',
        description: 'The events could not be stored; send them again.',
      };
      throw refusal(503, error, retryAfter(5));
    });
    let stored = 0;
    const results = judged.map(({ id, errors }): EventResult =>
      errors.length > 0 ? { id, status: 'rejected', errors } : { id, status: statuses[stored++] ?? 'duplicate' },
    );
    return results;
  };
}
