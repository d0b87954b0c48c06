import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { suffer } from '../faults/suffer.js';
import type { Faults } from '../faults/faults.js';
import { refusal } from '../http/answers.js';
import { createBodyReader } from '../http/read-body.js';
import type { Options } from '../options/collector-options.js';
import type { RequestCounter, RequestNote } from '../http/request-counter.js';
import { originHeaders } from './allowed-origins.js';
import type { ArrivalClock } from './arrival-clock.js';
import { noteUnread } from './note-unread.js';
import { limits } from './limits.js';
import { isPrivateCall, judgeKey, type LeakLog } from './private-key.js';
import { checkSender, type EventResult, type FindBusiness } from './receive-batch.js';
import type { RefusalQueue } from './refusal-queue.js';
import { renewSession } from './renew-session.js';
import { businessOf, createSenderKey } from './sender-key.js';
import { tooManyRequests } from './too-many-requests.js';

export interface EventsRouteParts {
  options: Options;
  findBusiness: FindBusiness;
  receive: (
    request: FastifyRequest['raw'],
    business: string,
    body: Buffer,
    receivedAt: number,
    trusted: boolean,
  ) => Promise<EventResult[]>;
  arrivalTime: ArrivalClock;
  /** Told of private keys in pages. */
  leaks: LeakLog;
  /** Refuses what cannot be taken at the moment, whoever sends it. */
  admit: (business: string) => void;
  faults: Faults;
  counter: RequestCounter;
  refusals: Pick<RefusalQueue, 'noteRequest'>;
  /** Told of every answer and of what became of the events. */
  metrics: EventMetrics;
}

export interface EventMetrics {
  countRequest(status: number, milliseconds: number): void;
  countEvents(business: string, results: EventResult[]): void;
}

const path = '/v1/events';

/** `POST /v1/events`: the batch protocol. */
export function addEventsRoute(app: FastifyInstance, parts: EventsRouteParts): void {
  const { options, findBusiness, receive, arrivalTime, leaks, admit, faults, counter, metrics } = parts;
  const readBody = createBodyReader({ limit: limits.body, timeout: options.bodyTimeout });
  const notes = new WeakMap<FastifyRequest, RequestNote>();
  const isRead = new WeakSet<FastifyRequest>();

  const preflight = ({ headers }: FastifyRequest, reply: FastifyReply) =>
    reply.code(204).headers(
      isPrivateCall(headers)
        ? {}
        : {
            'Access-Control-Allow-Methods': 'POST',
            'Access-Control-Allow-Headers': 'Content-Type',
            'Access-Control-Max-Age': '7200',
          },
    );

  app.addHook('onRequest', async (request, reply) => {
    const id = businessOf(request);
    notes.set(request, counter.note(request.raw, reply.raw, id));
    const { headers } = request;
    const forPage = isPrivateCall(headers) ? { Vary: 'Origin' } : originHeaders(findBusiness(id), headers.origin);
    reply.headers({ 'Cache-Control': 'no-store', ...forPage });
  });

  app.addHook('onResponse', async ({ method }, reply) => {
    if (method === 'POST') metrics.countRequest(reply.statusCode, reply.elapsedTime);
  });

  app.addHook('onError', async (request, _reply, error) => {
    if (!isRead.has(request)) noteUnread({ request: request.raw, id: businessOf(request), error, ...parts });
  });

  app.all(
    path,
    {
      config: {
        rateLimit: {
          max: () => options.rateLimit.perMinute,
          timeWindow: 60_000,
          keyGenerator: createSenderKey(findBusiness, options),
          allowList: ({ method }: FastifyRequest) => method !== 'POST',
          errorResponseBuilder: tooManyRequests,
        },
      },
    },
    async (request, reply) => {
      const { raw, method, headers } = request;
      if (method === 'OPTIONS') return preflight(request, reply).send();
      if (method !== 'POST') {
        const description = `${method} is not possible here; use POST.`;
        throw refusal(
          405,
          { type: 'not_allowed', parameter: 'method', description },
          { headers: { Allow: 'POST, OPTIONS' } },
        );
      }
      if (faults.isDown()) {
        reply.hijack();
        raw.socket.destroy();
        return reply;
      }
      const receivedAt = arrivalTime();
      const id = businessOf(request);
      const account = findBusiness(id);
      const { authorization, origin } = headers;
      const isTrusted =
        id !== null && account !== undefined && judgeKey({ authorization, origin, id, business: account }, leaks);
      const business = checkSender(raw, id, account, isTrusted);
      admit(business);
      const body = await readBody(raw);
      if (body === undefined) return reply.hijack();
      isRead.add(request);
      notes.get(request)?.({ bytes: body.length });
      const store = async () => {
        const results = await receive(raw, business, body, receivedAt, isTrusted);
        notes.get(request)?.({ events: results.length });
        metrics.countEvents(business, results);
        // Who was refused gets nothing written into the browser.
        return () => reply.headers(renewSession(account, headers)).send({ results });
      };
      const fault = faults.take(body);
      if (fault) return suffer(fault, { request, reply, store });
      const answer = await store();
      return answer();
    },
  );
}
