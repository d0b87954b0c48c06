import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { atEnd } from './collector-harness.ts';

export interface ReceivedRequest {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface PlannedAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/** 'hang' never answers, 'cut' breaks the connection once the request has been read. */
export type Answering = PlannedAnswer | 'hang' | 'cut';

/** A server of the shop that gets what a collector sends, and answers as a test says. */
export async function startReceiver() {
  const requests: ReceivedRequest[] = [];
  const open = new Set<ServerResponse>();
  let decide: (request: ReceivedRequest) => Answering | Promise<Answering> = () => ({ status: 204 });
  let most = 0;
  let server: Server;

  async function listen(port: number): Promise<void> {
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8');
      request.on('data', (chunk) => (body += chunk));
      request.on('end', async () => {
        open.add(response);
        most = Math.max(most, open.size);
        response.once('close', () => open.delete(response));
        const received = { path: request.url ?? '', headers: request.headers, body };
        requests.push(received);
        const answer = await decide(received);
        if (answer === 'hang') return;
        if (answer === 'cut') return void request.socket.destroy();
        response.writeHead(answer.status, answer.headers).end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  }

  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });

  await listen(0);
  const { port } = server!.address() as AddressInfo;
  atEnd(stop);
  return {
    url: `http://127.0.0.1:${port}`,
    /** Oldest first. */
    requests,
    ids: () => requests.map(({ headers }) => headers['webhook-id']),
    /** How many requests were open at once. */
    mostAtOnce: () => most,
    answer(next: Answering | typeof decide) {
      decide = typeof next === 'function' ? next : () => next;
    },
    stop,
    start: () => listen(port),
  };
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
