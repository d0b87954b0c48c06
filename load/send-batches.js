import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

const CONTEXT = {
  page: {
    url: 'https://shop.example/mates/mate-cuareim?variant=2',
    title: 'Cuareim gourd mate · Coronilla',
    path: '/mates/mate-cuareim',
  },
  visit: { id: '01a203cc-2456-77c7-af01-85fdf50e8f9b', number: 3, started_at: 1795970000 },
  utm_params: { source: 'newsletter', medium: 'email', campaign: 'spring-2026' },
};

const anEvent = () => ({
  id: randomUUID(),
  action: 'cart.added',
  tracked_at: Date.now() / 1000,
  amount: 2480.5,
  currency: 'UYU',
  observed_by: 'woocommerce',
  object_parameters: {
    items: [
      {
        product: { id: 'mate-cuareim', name: 'Cuareim gourd mate', sku: 'MC-2', brand: 'Coronilla', price: 1240.25 },
        quantity: 2,
      },
    ],
    note: 'x'.repeat(300),
  },
});

/** @param {number} size events */
const aBatch = (size) =>
  JSON.stringify({
    v: 1,
    business: 'demo',
    library: 'vitrina/1.0.0',
    sent_at: new Date().toISOString(),
    session: randomUUID(),
    locale: 'es-UY',
    timezone: 'America/Montevideo',
    context: CONTEXT,
    events: Array.from({ length: size }, anEvent),
  });

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
 * @returns {Promise<{ events: number, refused: number, waits: number[], seconds: number }>} events acknowledged, and
 *   milliseconds to each answer
 */
export const sendBatches = async ({ endpoints, connections, seconds, size, perSecond }) => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const began = performance.now();
  const until = began + seconds * 1000;
  /** @type {number[]} */
  const waits = [];
  let events = 0;
  let refused = 0;
  let turn = 0;

  const one = async () => {
    const body = aBatch(size);
    const at = performance.now();
    const { status, text } = await post(agent, /** @type {string} */ (endpoints[turn++ % endpoints.length]), body);
    waits.push(performance.now() - at);
    if (status === 200) events += text.split('"received"').length - 1;
    else refused++;
  };

  /** @param {number} index */
  const connection = async (index) => {
    const pause = perSecond === undefined ? 0 : (connections * 1000) / perSecond;
    let next = began + (index * pause) / connections;
    while (performance.now() < until) {
      if (pause > 0) {
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - performance.now())));
        next += pause;
      }
      await one();
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, index) => connection(index)));
  agent.destroy();
  return {
    events,
    refused,
    waits: waits.sort((one, other) => one - other),
    seconds: (performance.now() - began) / 1000,
  };
};
