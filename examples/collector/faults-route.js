import { answerOf, jsonAnswer, refusal, sendAnswer } from './http/answers.js';
import { createBodyReader } from './http/read-body.js';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { Collector, Fault } from './types.d.ts' */

/** @param {number} status @param {string} description */
const refuse = (status, description) =>
  refusal(status, { type: 'parameter_invalid', parameter: 'faults', description });

/**
 * The fault switches over HTTP, for a collector that runs as a process of its own.
 * @param {{ plant: Collector['fault'], list: () => Fault[], requests: Collector['requests'] }} parts
 */
export function createFaultsRoute({ plant, list, requests }) {
  const readBody = createBodyReader({ limit: 64 * 1024, timeout: 5000 });

  /** @param {IncomingMessage} request */
  async function change(request) {
    // A page in the same browser cannot send this type without asking first, and is never allowed to.
    if (!request.headers['content-type']?.startsWith('application/json')) {
      throw refuse(415, 'Send the faults as application/json.');
    }
    const body = await readBody(request);
    if (body === undefined) return;
    try {
      plant(body.length === 0 ? null : JSON.parse(body.toString()));
    } catch (error) {
      throw refuse(400, error instanceof Error ? error.message : String(error));
    }
  }

  /** @param {IncomingMessage} request @param {ServerResponse} response */
  return async function handleFaults(request, response) {
    try {
      if (request.method === 'POST') await change(request);
      else if (request.method === 'DELETE') plant(null);
      else if (request.method !== 'GET') throw refuse(405, 'Use GET, POST or DELETE here.');
      sendAnswer(request, response, jsonAnswer(200, { faults: list(), requests: requests() }));
    } catch (error) {
      const answer = answerOf(error);
      if (!answer) throw error;
      sendAnswer(request, response, answer);
    }
  };
}
