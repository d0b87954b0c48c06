import type { OutgoingHttpHeaders } from 'node:http';
import { fileURLToPath } from 'node:url';
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { refusal } from '../http/answers.js';
import { createFileServer } from '../http/serve-files.js';
import { sendFile } from '../http/send-file.js';
import type { Endpoints } from '../outbound/endpoints.js';
import type { Resend } from '../ingest/resend-refusals.js';
import type { Complain } from '../log/complain.js';
import type { Store } from '../store/store.js';
import type { ResendDeadLetters } from '../stream/resend-dead-letters.js';
import { createAccess } from './access.js';
import { addApi, type ServedScripts } from './api.js';
import { addDeadLettersApi } from './dead-letters-api.js';
import { addConnectionsApi, addConnectStart, type ConnectablePlatform } from './connections-api.js';
import { addExport } from './export.js';
import { insistOnKnownParameters } from './known-parameters.js';
import { type Query, text } from './read-query.js';
import { addRefusalsApi } from './refusals-api.js';
import type { Keeping } from './receipt.js';
import { createStream } from './stream.js';
import { addWebhooksApi } from './webhooks-api.js';

const pageFolder = fileURLToPath(new URL('../../inspector/', import.meta.url));

/** What a browser is told for every answer of the inspector: it loads nothing from elsewhere, and nobody else may show it. */
const protection: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  // The inspector is on http, on this machine alone.
  strictTransportSecurity: false,
};

export interface InspectorParts {
  store: Store;
  token: string;
  /** The port that the collector listens on. */
  port: () => number;
  scripts: ServedScripts;
  resend: Resend;
  resendDeadLetters: ResendDeadLetters;
  endpoints: Endpoints;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Where events are kept. */
  keeping: Keeping;
  complain: Complain;
  /** Marketplaces and platforms whose accounts can be connected. */
  platforms: ConnectablePlatform[];
}

/** Everything below /inspector/: the page, its questions and its stream, for the holder of the token only. */
export async function addInspector(app: FastifyInstance, parts: InspectorParts): Promise<void> {
  const { store, token, port, scripts, keeping, resend, resendDeadLetters, endpoints, now, complain, platforms } =
    parts;
  const turnAway = createAccess({ token, port });
  const stream = createStream(store);
  const businesses = () => scripts.businesses().map(({ id }) => id);
  const connections = { store, platforms, businesses };

  await app.register(helmet, protection);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('Cache-Control', 'no-store');
    if (await turnAway(request, reply)) return reply;
  });
  app.addHook('preClose', async () => stream.close());

  await app.register(
    async (api) => {
      api.addHook('preHandler', insistOnKnownParameters);
      addApi(api, { store, scripts, keeping, complain });
      addExport(api, { store, complain });
      addRefusalsApi(api, store, resend);
      addDeadLettersApi(api, store, resendDeadLetters);
      addWebhooksApi(api, { store, endpoints: endpoints.list, now });
      addConnectionsApi(api, connections);
      api.get('/stream', async (request, reply) => {
        const after = String(request.headers['last-event-id'] ?? text(request.query as Query, 'after') ?? '');
        // Asked before the answer begins, so that a database that is away can still be answered with 503.
        const from = /^\d{1,15}$/.test(after) ? Number(after) : await store.newest();
        const headers = reply.getHeaders() as OutgoingHttpHeaders;
        reply.hijack();
        stream.connect(reply.raw, from, headers);
      });
    },
    { prefix: '/api' },
  );
  addConnectStart(app, connections);
  const extensions = ['.html', '.js', '.css', '.svg', '.png', '.ico'];
  const files = createFileServer({ folder: pageFolder, extensions, headers: {} });
  app.get('/*', async (request, reply) => {
    const { '*': path } = request.params as { '*': string };
    // The thread that asks a file takes a while to start, and may do so while the browser loads the page. What fails now is told
    // when the page asks.
    if (path === '') store.portion({ limit: 1 }).catch(() => {});
    return sendFile(reply, await files.serve(request.headers, path === '' ? 'index.html' : path));
  });
  app.route({
    method: ['POST', 'PUT', 'PATCH', 'DELETE'],
    url: '/*',
    handler: async ({ method }) => {
      const description = `${method} is not possible here.`;
      throw refusal(405, { type: 'not_allowed', parameter: 'method', description }, { headers: { Allow: 'GET' } });
    },
  });
  app.get('', async (_request, reply) => reply.redirect('/inspector/', 308));
}
