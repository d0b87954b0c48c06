import { jsonAnswer, refusal, retryAfter } from '../http/answers.js';
import { judgeOrigin } from './allowed-origins.js';
import { checkEvent } from './check-event.js';
import { addressKey, clientAddress, storedAddress } from './client-address.js';
import { describeEvent, mergeEnvelope } from './describe-event.js';
import { isObject, parseBatch } from './parse-batch.js';
import { createRateLimit } from './rate-limit.js';

/** @import { IncomingMessage } from 'node:http' */
/** @import { AnswerError, CollectorOptions, EventRecord, Store } from '../types.d.ts' */

/**
 * From a request to rows, in two steps: what can be refused is refused before the body is read.
 * @param {{ options: Required<CollectorOptions>, store: Store }} parts
 */
export function createReceiver({ options, store }) {
  const admit = createRateLimit(options.rateLimit);

  /** Refuses what needs no body to be refused. @param {IncomingMessage} request @param {string | null} id */
  function checkSender(request, id) {
    const wait = admit(addressKey(clientAddress(request, options.trustProxy)));
    if (wait > 0) {
      const description = `More than ${options.rateLimit.perMinute} requests a minute came from this address; wait ${wait} s.`;
      throw refusal(429, { type: 'too_many_requests', parameter: 'address', description }, retryAfter(wait));
    }
    const business = id !== null && Object.hasOwn(options.businesses, id) ? options.businesses[id] : undefined;
    if (id === null || !business) {
      const description = `The business ${JSON.stringify(id)} is not known here; give the id of an account as ?b=….`;
      throw refusal(401, { type: 'not_allowed', parameter: 'b', description });
    }
    if (business.off) {
      const description = `The business "${id}" is switched off; send nothing for a day.`;
      throw refusal(410, { type: 'switched_off', parameter: 'b', description }, { fields: { off: true } });
    }
    const origin = request.headers.origin;
    if (!judgeOrigin(business, origin).allowed) {
      const description = `The origin ${origin ?? 'null'} is not on the list of the business "${id}"; add it there.`;
      throw refusal(403, { type: 'not_allowed', parameter: 'origin', description });
    }
    if (request.headers['content-encoding']) {
      const description = `The body is encoded as ${request.headers['content-encoding']}; send it as it is.`;
      throw refusal(415, { type: 'parameter_invalid', parameter: 'content-encoding', description });
    }
    return id;
  }

  /**
   * Stores a batch and answers event by event, after the commit.
   * @param {IncomingMessage} request @param {string} business @param {Buffer} body @param {number} receivedAt
   */
  async function receive(request, business, body, receivedAt) {
    const { envelope, context, events } = parseBatch(body, business);
    const ip = storedAddress(clientAddress(request, options.trustProxy), options.ipAddresses);
    /** @type {EventRecord[]} */
    const records = [];
    const judged = events.map((sent) => {
      const event = mergeEnvelope(isObject(sent) ? sent : {}, envelope, context);
      const errors = checkEvent(sent, event);
      if (errors.length === 0) records.push(describeEvent(event, { business, envelope, receivedAt, ip }));
      return { id: typeof event.id === 'string' ? event.id : null, errors };
    });
    const statuses = await store.put(records).catch((reason) => {
      options.log(`Events of ${business} could not be stored: ${reason instanceof Error ? reason.message : reason}`);
      const error = {
        type: 'unavailable',
        parameter: 'store',
        description: 'The events could not be stored; send them again.',
      };
      throw refusal(503, error, retryAfter(5));
    });
    const results = judged.map(({ id, errors }) => result(id, errors, statuses));
    return { answer: jsonAnswer(200, { results }), events: events.length };
  }

  return { checkSender, receive };
}

/** Statuses are in the order of the events that could be stored. */
/** @param {string | null} id @param {AnswerError[]} errors @param {string[]} statuses */
const result = (id, errors, statuses) =>
  errors.length > 0 ? { id, status: 'rejected', errors } : { id, status: statuses.shift() };
