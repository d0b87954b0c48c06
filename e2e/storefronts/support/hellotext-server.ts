import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Starts a server that answers as Hellotext's public API does, and records what it gets. */
export const startHellotextServer = async () => {
  const received: { path: string; body: Record<string, unknown> }[] = [];
  const server = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', '*, authorization, content-type');
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    let text = '';
    request.on('data', (part) => (text += String(part)));
    request.on('end', () => {
      received.push({ path: request.url ?? '', body: JSON.parse(text) as Record<string, unknown> });
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"status":"received"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const events = () => received.filter(({ path }) => path === '/v1/track/events').map(({ body }) => body);
  return {
    /** The address for the option `apiRoot`. */
    root: `http://localhost:${(server.address() as AddressInfo).port}/v1`,
    events,
    actions: () => events().map(({ action }) => action),
    sessions: () => [...new Set(received.map(({ body }) => body.session))],
    acks: () => received.filter(({ path }) => path === '/v1/public/acks').length,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
