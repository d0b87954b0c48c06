import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyReply, LogController } from 'fastify';
import { addFaultsRoute } from '../faults/faults-route.js';
import { createFaults } from '../faults/faults.js';
import { isRefusal } from '../http/answers.js';
import { createConnectionGuard } from '../http/guard-connection.js';
import { lingerFor } from '../http/linger.js';
import { addAliasesRoute } from '../ingest/aliases-route.js';
import { createArrivalClock } from '../ingest/arrival-clock.js';
import { addEventsRoute } from '../ingest/events-route.js';
import type { BatchReader, CheckedBatch } from '../ingest/check-batch.js';
import { createLeakLog } from '../ingest/private-key.js';
import { createReceiver, type FindBusiness } from '../ingest/receive-batch.js';
import { addSessionsRoute } from '../ingest/sessions-route.js';
import type { RefusalQueue } from '../ingest/refusal-queue.js';
import { createResender } from '../ingest/resend-refusals.js';
import { addSchemaRoute } from '../ingest/schema-route.js';
import { addScripts } from '../http/scripts-route.js';
import { openScriptVersions } from '../http/script-versions.js';
import { addInspector } from '../inspect/inspector.js';
import type { Metrics } from '../operation/metrics.js';
import { addOperationRoutes, type StreamState } from '../operation/operation-route.js';
import type { Endpoints } from '../outbound/endpoints.js';
import type { Options } from '../options/collector-options.js';
import { isPostgres } from '../options/is-postgres.js';
import { type Store, type StoredStatus, StoreUnavailable } from '../store/store.js';
import { createDeadLetterResender } from '../stream/resend-dead-letters.js';
import type { Connections } from './start-connections.js';
import type { DiskWatch } from './watch-disk.js';
import { createComplaints } from '../log/complain.js';
import { createRequestCounter } from '../http/request-counter.js';

const landing = `This is a Vitrina collector.

It receives what visitors of a shop do (POST /v1/events) and serves the script that reports it (GET /vitrina.js).
What has arrived is shown in the inspector, at the address that was printed when the collector was started.
`;

/** Pages need `Retry-After` alone, which the refusal itself has. */
const noRateHeaders = {
  'x-ratelimit-limit': false,
  'x-ratelimit-remaining': false,
  'x-ratelimit-reset': false,
  'retry-after': false,
};

export interface AppParts {
  options: Options;
  store: Store;
  /** Opens the inspector. */
  token: string;
  findBusiness: FindBusiness;
  /** Refuses what cannot be taken at the moment. */
  admit: (business: string) => void;
  disk: DiskWatch;
  reader: BatchReader;
  /** Takes what was accepted of a batch; resolves when it is durable. */
  keep: (batch: CheckedBatch, hasWaited?: boolean) => Promise<StoredStatus[]>;
  /** Notes what is refused. */
  refusals: RefusalQueue;
  /** Where events are sent to. */
  endpoints: Endpoints;
  /** Milliseconds since 1970. */
  now: () => number;
  metrics: Metrics;
  connections: Connections;
  stream?: StreamState;
  /** The port that the collector listens on, known after it has begun to listen. */
  port: () => number;
}

/** When the newest event arrived; undefined where there is none, or no database. */
const newestArrival = async (store: Store): Promise<number | undefined> => {
  try {
    const [newest] = await store.eventsAfter((await store.newest()) - 1, 1);
    return newest && Date.parse(newest.received_at);
  } catch {
    // A process that only accepts events starts without a database.
    return undefined;
  }
};

/** Hands each request to whom it concerns. */
export async function createApp(parts: AppParts) {
  const { options, store, token, findBusiness, admit, disk, reader, keep, refusals, metrics, stream, port } = parts;
  const { endpoints, now, connections } = parts;
  const { bodyTimeout, logger } = options;
  // As long as a body may take to arrive, and a moment more.
  const guard = createConnectionGuard(bodyTimeout + 5000);
  const app = Fastify({
    loggerInstance: logger,
    // Who visits a shop is nobody's business in a log.
    logController: new LogController({ disableRequestLogging: true }),
    // Bodies have a time limit of their own, which is answered; this one only cuts the line.
    requestTimeout: bodyTimeout + 5000,
    // Longer than browsers and proxies keep an idle connection, so that it is they who close it.
    keepAliveTimeout: 75_000,
    forceCloseConnections: 'idle',
    // A session that the schema allows has 200 characters, each of which may take twelve in an address.
    routerOptions: { maxParamLength: 2400 },
    http: { headersTimeout: Math.min(10_000, bodyTimeout), connectionsCheckingInterval: 1000 },
    frameworkErrors: (_error, { raw }, reply: FastifyReply) => {
      // No hook runs before this.
      if (!guard(raw, reply.raw)) return;
      const error = { type: 'failed', parameter: 'path', description: 'The address of the request cannot be read.' };
      void reply.code(400).send({ errors: [error] });
    },
  });
  const counter = createRequestCounter(options.faults);
  const faults = createFaults();

  // Each route reads its body itself, within its own limits.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));

  // Nothing more is done for a connection that was cut off.
  app.addHook('onRequest', ({ raw }, reply, done) => {
    if (guard(raw, reply.raw)) done();
  });
  app.addHook('onSend', async ({ raw }, reply) => {
    reply.header('X-Content-Type-Options', 'nosniff');
    lingerFor(raw, reply.raw);
  });
  app.setErrorHandler((error, request, reply) => {
    if (isRefusal(error)) {
      return reply
        .code(error.statusCode)
        .headers(error.headers)
        .send({ ...error.fields, errors: error.errors });
    }
    if (error instanceof StoreUnavailable) {
      const unavailable = { type: 'unavailable', parameter: 'store', description: error.message };
      return reply.code(503).send({ errors: [unavailable] });
    }
    const { statusCode = 500, message } = error as { statusCode?: number; message: string };
    if (statusCode < 500) {
      return reply.code(statusCode).send({ errors: [{ type: 'failed', parameter: 'request', description: message }] });
    }
    request.log.error({ err: error, method: request.method, route: request.routeOptions.url }, 'A request failed.');
    return reply.code(500).send({
      errors: [{ type: 'failed', parameter: 'path', description: 'The collector failed; its log says why.' }],
    });
  });
  app.setNotFoundHandler(({ url }, reply) => {
    // As it was sent: it may be a whole address, and one that no parser takes.
    const error = { type: 'not_found', parameter: 'path', description: `There is nothing at ${url.split('?', 1)[0]}.` };
    return reply.code(404).send({ errors: [error] });
  });

  // Browsers repeat a request by themselves when a kept connection breaks, which would hide a fault from the client.
  if (options.faults) app.addHook('onRequest', async (_request, reply) => void (reply.raw.shouldKeepAlive = false));

  await app.register(rateLimit, {
    global: false,
    // How many addresses are remembered at most; in a flood from more than that, the longest silent are forgotten.
    cache: 50_000,
    addHeaders: noRateHeaders,
    addHeadersOnExceeding: noRateHeaders,
  });
  const receive = createReceiver({ options, reader, keep, refusals, complain: createComplaints(logger) });
  const leaks = createLeakLog(logger, metrics.countLeak);
  const arrivalTime = createArrivalClock(await newestArrival(store));
  const ingest = { options, findBusiness, receive, arrivalTime, leaks, admit, refusals, faults, counter, metrics };
  await app.register(async (part) => addEventsRoute(part, ingest));
  const keyed = { options, store, findBusiness, leaks, complain: createComplaints(logger) };
  await app.register(async (part) => addSessionsRoute(part, keyed));
  await app.register(async (part) => addAliasesRoute(part, keyed));
  await app.register(async (part) =>
    addOperationRoutes(part, { store, metrics, diskProblem: disk.problem, stream, token, port }),
  );
  const versions = await openScriptVersions(options);
  const business = () => {
    const ids = Object.keys(options.businesses);
    return ids.length === 1 ? (ids[0] ?? null) : null;
  };
  const businesses = () => Object.entries(options.businesses).map(([id, { name }]) => ({ id, name }));
  const scripts = { manifest: versions.current, maxAge: () => options.scriptMaxAge, business, businesses };
  const complain = createComplaints(logger);
  const resend = createResender({ store, options, reader, keep, admit, findBusiness });
  const resendDeadLetters = createDeadLetterResender({ store, reader, obstacle: disk.problem });
  const keeping = {
    isPostgres: isPostgres(options.database),
    streamDays: options.stream === '' ? 0 : options.streamLimits.days,
  };
  const { platforms } = connections;
  const inspector = {
    ...{ store, token, port, scripts, keeping, resend, resendDeadLetters, endpoints, now, complain, platforms },
  };
  await app.register(async (part) => addInspector(part, inspector), { prefix: '/inspector' });
  await app.register(async (part) => connections.addRoutes(part));
  if (options.faults) await app.register(async (part) => addFaultsRoute(part, { faults, counter, token, port }));
  app.get('/', async (_request, reply) => reply.type('text/plain').send(landing));
  addSchemaRoute(app);
  addScripts(app, options, versions);
  return { app, faults, counter };
}
