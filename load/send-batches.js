import { Agent, request } from 'node:http';
import { prepareBatches } from './prepare-batches.js';

/**
 * @param {Agent} agent
 * @param {string} endpoint
 * @param {string} body
 * @returns {Promise<{ status: number, text: string }>}
 */
export const post = (agent, endpoint, body) =>
  new Promise((resolve, reject) => {
    const headers = {
      Origin: 'http://127.0.0.1:8080',
      'Content-Type': 'text/plain;charset=UTF-8',
      'Content-Length': Buffer.byteLength(body),
    };
    const sent = request(endpoint, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });

/**
 * Sends batches over some connections for a time, each as the one before is answered or in an even rhythm.
 *
 * @param {{ endpoints: string[], connections: number, seconds: number, size: number, perSecond?: number }} parts
 *   `perSecond` batches over all connections; as fast as they are answered without it
 * @returns {Promise<{ ids: string[], refused: number, waits: number[], seconds: number }>} ids of the events that were
 *   acknowledged, and milliseconds to each answer
 */
export const sendBatches = async ({ endpoints, connections, seconds, size, perSecond }) => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const began = performance.now();
  const until = began + seconds * 1000;
  /** @type {number[]} */
  const waits = [];
  /** @type {string[][]} */
  const acknowledged = [];
  const next = prepareBatches(size);
  let refused = 0;
  let turn = 0;

  /** @param {number} [at] when it was due: a sender that is held up by an answer counts that for the next one, too */
  const one = async (at) => {
    const { body, ids } = next();
    at ??= performance.now();
    const { status, text } = await post(agent, /** @type {string} */ (endpoints[turn++ % endpoints.length]), body);
    waits.push(performance.now() - at);
    if (status === 200 && text.split('"received"').length > size) acknowledged.push(ids);
    else refused++;
  };

  /** @param {number} index */
  const connection = async (index) => {
    const pause = perSecond === undefined ? 0 : (connections * 1000) / perSecond;
    let due = began + (index * pause) / connections;
    while (performance.now() < until) {
      if (pause > 0) {
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
      }
      await one(pause > 0 ? due : undefined);
      due += pause;
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, index) => connection(index)));
  agent.destroy();
  return {
    ids: acknowledged.flat(),
    refused,
    waits: waits.sort((one, other) => one - other),
    seconds: (performance.now() - began) / 1000,
  };
};
