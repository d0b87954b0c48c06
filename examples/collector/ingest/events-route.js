import { suffer } from '../faults.js';
import { answerOf, refusal, sendAnswer } from '../http/answers.js';
import { createBodyReader } from '../http/read-body.js';
import { originHeaders } from './allowed-origins.js';
import { createReceiver } from './receive-batch.js';
import { renewSession } from './renew-session.js';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { Answer } from '../http/answers.js' */
/** @import { CollectorOptions, Store } from '../types.d.ts' */

const bodyLimit = 1_000_000;

/** @returns {Answer} */
const preflightAnswer = () => ({
  status: 204,
  headers: {
    'Access-Control-Allow-Methods': 'POST',
    'Access-Control-Allow-Headers': 'Content-Type',
    'Access-Control-Max-Age': '7200',
  },
});

/**
 * `POST /v1/events`: the batch protocol.
 * @param {object} parts
 * @param {Required<CollectorOptions>} parts.options
 * @param {Store} parts.store
 * @param {ReturnType<typeof import('../faults.js').createFaults>} parts.faults
 * @param {ReturnType<typeof import('../requests.js').createRequestCounter>} parts.counter
 */
export function createEventsRoute({ options, store, faults, counter }) {
  const receiver = createReceiver({ options, store });
  const readBody = createBodyReader({ limit: bodyLimit, timeout: options.bodyTimeout });

  /**
   * @param {IncomingMessage} request @param {ServerResponse} response @param {string | null} id
   * @returns {Promise<Answer | undefined>} undefined if nobody is there to be answered
   */
  async function answerTo(request, response, id) {
    const learn = counter.note(request, response, id);
    if (request.method === 'OPTIONS') return preflightAnswer();
    if (request.method !== 'POST') {
      const error = {
        type: 'not_allowed',
        parameter: 'method',
        description: `${request.method} is not possible here; use POST.`,
      };
      throw refusal(405, error, { headers: { Allow: 'POST, OPTIONS' } });
    }
    if (faults.isDown()) {
      request.socket.destroy();
      return undefined;
    }
    const receivedAt = Date.now();
    const business = receiver.checkSender(request, id);
    const body = await readBody(request);
    if (body === undefined) return undefined;
    learn({ bytes: body.length });
    const proceed = async () => {
      const { answer, events } = await receiver.receive(request, business, body, receivedAt);
      learn({ events });
      return answer;
    };
    const fault = faults.take(body);
    return fault ? suffer(fault, { request, response, proceed }) : proceed();
  }

  /** @param {IncomingMessage} request @param {ServerResponse} response @param {URL} url */
  return async function handleEvents(request, response, url) {
    const id = url.searchParams.get('b');
    const business = id !== null && Object.hasOwn(options.businesses, id) ? options.businesses[id] : undefined;
    const cors = originHeaders(business, request.headers.origin);
    const answer = await answerTo(request, response, id).catch((error) => {
      const refused = answerOf(error);
      if (!refused) throw error;
      return refused;
    });
    if (!answer) return;
    // Who was refused gets nothing written into the browser.
    const renewal = request.method === 'POST' && answer.status === 200 ? renewSession(business, request.headers) : {};
    sendAnswer(request, response, {
      ...answer,
      headers: { 'Cache-Control': 'no-store', ...cors, ...renewal, ...answer.headers },
    });
  };
}
