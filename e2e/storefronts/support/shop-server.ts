import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

export interface ShopRequest {
  method: string;
  url: URL;
  /** The fields of a submitted form. */
  form: URLSearchParams;
  json: Record<string, unknown>;
  isAjax: boolean;
}

export interface Reply {
  html?: string;
  json?: unknown;
  status?: number;
  redirect?: string;
  cookies?: string[];
}

const readBody = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};

const parse = (text: string): Record<string, unknown> => {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
};

/** Starts the server of a shop, with the answers of a test's shop, and the real jQuery at `/jquery.js`. */
export const startShopServer = async (answer: (request: ShopRequest) => Reply | undefined) => {
  /** Method and path of each request. */
  const asked: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', `http://localhost:${(server.address() as AddressInfo).port}`);
      const method = request.method ?? 'GET';
      const body = await readBody(request);
      if (url.pathname === '/jquery.js') {
        const file = fileURLToPath(import.meta.resolve('jquery/dist/jquery.min.js'));
        return response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(await readFile(file));
      }
      if (url.pathname === '/favicon.ico') return response.writeHead(204).end();
      asked.push(`${method} ${url.pathname}`);
      const isAjax = request.headers['x-requested-with'] === 'XMLHttpRequest';
      const reply = answer({ method, url, form: new URLSearchParams(body), json: parse(body), isAjax }) ?? {
        status: 404,
      };
      response.statusCode = reply.redirect ? 302 : (reply.status ?? 200);
      response.setHeader('Cache-Control', 'no-store');
      if (reply.redirect) response.setHeader('Location', reply.redirect);
      if (reply.cookies) response.setHeader('Set-Cookie', reply.cookies);
      response.setHeader('Content-Type', reply.json ? 'application/json' : 'text/html; charset=utf-8');
      return response.end(reply.json ? JSON.stringify(reply.json) : (reply.html ?? ''));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    asked,
    toUrl: (path: string) => `http://localhost:${port}${path}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

/** Writes a value as source text for an inline script. */
export const toScript = (value: unknown) => JSON.stringify(value).replace(/</g, '\\u003c');
