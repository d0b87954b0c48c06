import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createServerTracker } from '../../../src/server/index.ts';
import type { ServerTrackerOptions, TrackedEvent } from '../../../src/server/index.ts';

export const key = 'vsk_0123456789abcdefghijkl';

export interface Received {
  method: string;
  path: string;
  authorization: string | undefined;
  origin: string | undefined;
  body: { events?: TrackedEvent[]; user?: unknown; [name: string]: unknown };
}

/** What the endpoint does with one request instead of storing and answering. */
export type Fault = 'reset' | 'reset after storing' | { status: number; body?: unknown; retryAfter?: string };

/** An endpoint on this machine that stores events by their ids. Faults are suffered one by one, before it works. */
export const startEndpoint = async (...faults: Fault[]) => {
  const received: Received[] = [];
  const stored = new Map<string, TrackedEvent>();
  let poison: string | undefined;

  const answer = (response: ServerResponse, status: number, body: unknown, headers = {}) =>
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));

  const take = ({ body: { events = [] } }: Received, response: ServerResponse) => {
    if (events.some(({ action }) => action === poison)) return answer(response, 400, {});
    const results = events.map((event) => {
      const status = stored.has(event.id) ? 'duplicate' : 'received';
      stored.set(event.id, event);
      return { id: event.id, status };
    });
    answer(response, 200, { results });
  };

  const handle = (request: IncomingMessage, response: ServerResponse, text: string) => {
    const { method = '', url = '', headers } = request;
    const { authorization, origin } = headers;
    const item = { method, path: url, authorization, origin, body: JSON.parse(text) as Received['body'] };
    received.push(item);
    const fault = faults.shift();
    if (fault === 'reset') return request.socket.destroy();
    if (fault === 'reset after storing') {
      for (const event of item.body.events ?? []) stored.set(event.id, event);
      return request.socket.destroy();
    }
    if (!fault) return take(item, response);
    answer(response, fault.status, fault.body ?? {}, fault.retryAfter ? { 'Retry-After': fault.retryAfter } : {});
  };

  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => handle(request, response, text));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/events`,
    received,
    stored,
    /** Refuses any request in which this action is. */
    poison: (action: string) => (poison = action),
  };
};

/** A tracker that sends to the endpoint, with the events that it has dropped. */
export const startTracker = (endpoint: string, options: Partial<ServerTrackerOptions> = {}) => {
  const dropped: string[] = [];
  const tracker = createServerTracker('xy76ks', {
    endpoint,
    key,
    flushAfter: 20,
    onDropped: ({ action }, { errors }) => dropped.push(`${action}: ${errors[0]?.type}`),
    ...options,
  });
  onTestFinished(async () => void (await tracker.close(0)));
  return { tracker, dropped };
};
