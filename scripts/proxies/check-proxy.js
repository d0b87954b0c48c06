import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:http2';
import { connect as connectSocket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { BUSINESS, NAME, ORIGIN } from './start-servers.js';

/** The sender has an address of its own on this machine, so that it is not taken for the proxy. */
const SENDER = '127.0.0.5';

/**
 * @typedef {{ status: number, headers: Record<string, unknown>, text: string }} Answer
 * @typedef {{ publicPort: number, insidePort: number, token: string, stopCollector: () => Promise<void> }} Place
 */

const aBatch = (/** @type {object} */ more = {}) =>
  JSON.stringify({
    v: 1,
    business: BUSINESS,
    session: randomUUID(),
    events: [{ id: randomUUID(), action: 'cart.added', tracked_at: Date.now() / 1000, ...more }],
  });

/**
 * Speaks HTTP/2 with the proxy, as browsers do.
 *
 * @param {number} port
 */
const speak = (port) => {
  const session = connect(`https://127.0.0.1:${port}`, {
    createConnection: () =>
      tlsConnect({
        socket: connectSocket({ port, host: '127.0.0.1', localAddress: SENDER }),
        servername: NAME,
        ALPNProtocols: ['h2'],
        rejectUnauthorized: false,
      }),
  });
  session.on('error', () => {});
  return {
    /**
     * @param {string} path
     * @param {{ method?: string, body?: string, headers?: Record<string, string> }} [more]
     * @returns {Promise<Answer>}
     */
    async ask(path, { method = 'GET', body, headers = {} } = {}) {
      const sized = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const stream = session.request({ ':method': method, ':path': path, ':authority': NAME, ...sized, ...headers });
      /** @type {Record<string, unknown>} */
      let received = {};
      let text = '';
      stream.setEncoding('utf8').on('data', (part) => (text += part));
      stream.on('response', (given) => (received = given));
      stream.on('error', () => {});
      stream.end(body);
      await once(stream, 'close');
      return { status: Number(received[':status'] ?? 0), headers: received, text };
    },
    close: () => session.close(),
  };
};

/**
 * Asks the inspector by the door of this machine.
 *
 * @param {number} port
 * @param {string} path
 * @param {Record<string, string>} headers
 * @returns {Promise<import('node:http').IncomingMessage>}
 */
const askInside = async (port, path, headers = {}) => {
  const request = httpRequest({ host: '127.0.0.1', port, path, headers, agent: false });
  request.end();
  const [response] = await once(request, 'response');
  return response;
};

/** @param {import('node:http').IncomingMessage} response */
const textOf = async (response) => {
  let text = '';
  for await (const part of response.setEncoding('utf8')) text += part;
  return text;
};

/**
 * Yields what was checked, and what is wrong about it.
 *
 * @param {Place} place
 * @returns {AsyncGenerator<[string, string | undefined]>}
 */
export async function* checkProxy({ publicPort, insidePort, token, stopCollector }) {
  const http = speak(publicPort);
  const path = `/v1/events?b=${BUSINESS}`;
  /** @type {(body: string, headers?: Record<string, string>) => Promise<Answer>} */
  const post = (body, headers = {}) =>
    http.ask(path, { method: 'POST', body, headers: { origin: ORIGIN, ...headers } });
  /** @type {(what: string, isRight: boolean, shown: unknown) => [string, string | undefined]} */
  const judge = (what, isRight, shown) => [what, isRight ? undefined : JSON.stringify(shown)?.slice(0, 300)];
  const isReadable = (/** @type {Answer} */ { headers }) => headers['access-control-allow-origin'] === ORIGIN;

  const stored = await post(aBatch(), { 'x-forwarded-for': '203.0.113.9' });
  yield judge(
    'a batch is answered with 200 over HTTP/2',
    stored.status === 200 && stored.text.includes('"received"'),
    stored,
  );
  yield judge('the page can read the answer', isReadable(stored), stored.headers);

  const door = await askInside(insidePort, `/inspector/?token=${token}`);
  const cookie = String(door.headers['set-cookie']).split(';')[0] ?? '';
  await textOf(door);
  yield judge('the inspector opens by its token at the door of this machine', door.statusCode === 303, door.statusCode);
  const rows = await textOf(await askInside(insidePort, '/inspector/api/events', { cookie }));
  const { ip } = JSON.parse(rows).events[0];
  yield judge('the stored address is the sender’s, not the proxy’s and not a forged one', ip === SENDER, ip);

  const stream = await askInside(insidePort, '/inspector/api/stream', { cookie });
  /** @type {(value: number) => void} */
  let arrive = () => {};
  const arrival = new Promise((resolve) => (arrive = resolve));
  let streamed = '';
  stream.setEncoding('utf8').on('data', (part) => {
    streamed += part;
    if (streamed.includes('event: stored')) arrive(performance.now());
  });
  await post(aBatch());
  const answered = performance.now();
  const late = await Promise.race([
    arrival.then((at) => at - answered),
    new Promise((resolve) => setTimeout(() => resolve(Infinity), 5000)),
  ]);
  yield judge(`the stream passes an event at once (${Math.round(late)} ms after the answer)`, late < 1000, streamed);
  stream.destroy();

  const strange = await askInside(insidePort, `/inspector/?token=${token}`, { host: 'rebound.example' });
  await textOf(strange).catch(() => {});
  yield judge(
    'another name is not let in by that door',
    strange.headers['set-cookie'] === undefined,
    strange.statusCode,
  );
  for (const inside of ['/inspector/', `/inspector/?token=${token}`, '/metrics', '/faults']) {
    const { status } = await http.ask(inside);
    yield judge(`${inside.split('?')[0]} is not for the public`, status === 404, status);
  }

  for (const size of [1_020_000, 1_300_000, 3_000_000]) {
    const large = await post(aBatch({ note: 'x'.repeat(size) })).catch((error) => ({
      status: 0,
      headers: {},
      text: String(error),
    }));
    const isRight = large.status === 413 && isReadable(large) && large.text.includes('too_large');
    yield judge(`a body of ${size} bytes is refused with a 413 that the page can read`, isRight, large);
  }
  const others = await Promise.all(Array.from({ length: 200 }, () => post(aBatch())));
  yield judge(
    '200 batches at once are stored',
    others.every(({ status }) => status === 200),
    others.map(({ status }) => status),
  );

  const script = await http.ask('/vitrina.js', { headers: { 'accept-encoding': 'gzip, br' } });
  const { etag } = script.headers;
  yield judge('the script arrives compressed', script.headers['content-encoding'] === 'br', script.headers);
  yield judge(
    'the script says how long it is kept',
    String(script.headers['cache-control']).includes('max-age'),
    script.headers,
  );
  const again = await http.ask('/vitrina.js', { headers: { 'accept-encoding': 'br', 'if-none-match': String(etag) } });
  yield judge('the script that has not changed is not sent again', again.status === 304 && again.text === '', again);
  const health = await http.ask('/readyz');
  yield judge('the collector says that it is ready', health.status === 200, health);

  await stopCollector();
  const away = await post(aBatch());
  const isRight =
    [502, 503, 504].includes(away.status) && isReadable(away) && away.headers['retry-after'] !== undefined;
  yield judge('a collector that is away is a 503 that the page can read', isRight, away);
  http.close();
}
