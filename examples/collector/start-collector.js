import { createServer } from 'node:http';
import { createFaults } from './faults.js';
import { createFaultsRoute } from './faults-route.js';
import { textAnswer, sendAnswer } from './http/answers.js';
import { listen } from './http/listen.js';
import { createFileServer } from './http/serve-files.js';
import { createEventsRoute } from './ingest/events-route.js';
import { isLocalHost } from './inspect/access.js';
import { createInspectorRoute } from './inspect/inspector-route.js';
import { readOptions } from './options.js';
import { createRequestCounter } from './requests.js';
import { createRouter } from './route-requests.js';
import { openStore } from './store/open-store.js';

/** @import { Server } from 'node:http' */
/** @import { Collector, CollectorOptions, Store } from './types.d.ts' */

const hour = 3_600_000;

/** Requests that are being worked on get so long to end when the collector is closed. */
const grace = 500;

/** @param {Required<CollectorOptions>} options */
const createHttpServer = ({ bodyTimeout }) =>
  createServer({
    headersTimeout: Math.min(10_000, bodyTimeout),
    // Bodies have a time limit of their own, which is answered; this one only cuts the line.
    requestTimeout: bodyTimeout + 5000,
    // Longer than browsers and proxies keep an idle connection, so that it is they who close it.
    keepAliveTimeout: 75_000,
    connectionsCheckingInterval: 1000,
  });

/**
 * Applies the retention now and every hour.
 * @param {Store} store @param {Required<CollectorOptions>} options
 */
function keepSweeping(store, { retentionDays, log }) {
  const sweep = () =>
    store.sweep(retentionDays).then(
      (expired) => expired > 0 && log(`${expired} events were older than ${retentionDays} days and were erased.`),
      (error) => log(`Old events could not be erased: ${error instanceof Error ? error.message : error}`),
    );
  let running = sweep();
  const timer = setInterval(() => (running = sweep()), hour);
  timer.unref();
  return () => {
    clearInterval(timer);
    return running;
  };
}

/** @param {Server} server @param {() => void} endStreams */
function closeServer(server, endStreams) {
  const closed = new Promise((resolve) => server.close(resolve));
  endStreams();
  const began = Date.now();
  // A connection becomes idle a moment after its last answer.
  const timer = setInterval(() => {
    server.closeIdleConnections();
    if (Date.now() - began > grace) server.closeAllConnections();
  }, 10);
  return closed.finally(() => clearInterval(timer));
}

/**
 * Starts a collector in this process.
 * @param {CollectorOptions} [given]
 * @returns {Promise<Collector>}
 */
export async function startCollector(given) {
  const options = readOptions(given);
  const store = await openStore(options.database);
  const counter = createRequestCounter(options.faults);
  const faults = createFaults();
  const server = createHttpServer(options);
  const port = await listen(server, options).catch(async (error) => {
    await store.close();
    throw error;
  });

  /** @type {Collector['fault']} */
  function fault(planted) {
    if (!options.faults) throw new Error('The fault switches are off; start the collector with faults: true.');
    faults.plant(planted);
  }

  const inspector = createInspectorRoute({ store, token: options.token, port });
  const handleFaults = createFaultsRoute({ plant: fault, list: faults.list, requests: counter.read });
  server.on(
    'request',
    createRouter(
      {
        events: createEventsRoute({ options, store, faults, counter }),
        inspector: inspector.handle,
        faults: options.faults
          ? async (request, response) =>
              isLocalHost(request, port)
                ? handleFaults(request, response)
                : sendAnswer(request, response, textAnswer(403, 'The fault switches answer on this machine only.\n'))
          : undefined,
        script: createFileServer({
          folder: options.scriptFolder,
          extensions: ['.js', '.map'],
          headers: {
            'Access-Control-Allow-Origin': '*',
            'Cross-Origin-Resource-Policy': 'cross-origin',
            'Cache-Control': options.scriptMaxAge > 0 ? `public, max-age=${options.scriptMaxAge}` : 'no-cache',
          },
        }),
      },
      options.log,
    ),
  );
  // Browsers repeat a request by themselves when a kept connection breaks, which would hide a fault from the client.
  if (options.faults) server.prependListener('request', (_, response) => (response.shouldKeepAlive = false));
  const stopSweeping = keepSweeping(store, options);
  const url = `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`;
  /** @type {Promise<void> | undefined} */
  let closing;

  return {
    url,
    port,
    endpoint: `${url}/v1/events`,
    inspectorUrl: `${url}/inspector/?token=${options.token}`,
    token: options.token,
    store,
    fault,
    requests: counter.read,
    close: () =>
      (closing ??= closeServer(server, inspector.close)
        .then(stopSweeping)
        .then(() => store.close())),
  };
}
