import { createServer } from 'node:http';
import type { OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A page of a test's own shop. */
export interface TestPage {
  html: string | ((url: URL) => string);
  headers?: OutgoingHttpHeaders;
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '"': '&quot;' };
export const escapeHtml = (text: string) => text.replace(/[&<"]/g, (character) => escapes[character] ?? '');

/** Creates a document from the parts that a test gives. */
export const toDocument = ({ head = '', body = '', title = 'A page' }) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>${head}</head>` +
  `<body>${body}</body></html>`;

/** Starts the server of a test's own shop. It serves the pages that the test adds, under every host name, and records requests. */
export const startPageServer = async () => {
  const pages = new Map<string, TestPage>();
  const visited: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://shop.invalid');
    visited.push(url.pathname + url.search);
    const page = pages.get(url.pathname);
    const headers = { 'Content-Type': 'text/html; charset=utf-8', ...page?.headers };
    if (!page) response.writeHead(url.pathname === '/favicon.ico' ? 204 : 404).end();
    else response.writeHead(200, headers).end(typeof page.html === 'string' ? page.html : page.html(url));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const toUrl = (path: string, host = 'localhost') => `http://${host}:${port}${path}`;

  return {
    port,
    /** The requested paths with their queries, in order. */
    visited,
    toUrl,
    /** Adds a page and returns its address. */
    add(path: string, page: TestPage | TestPage['html'], host?: string): string {
      pages.set(path, typeof page === 'object' ? page : { html: page });
      return toUrl(path, host);
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

export type PageServer = Awaited<ReturnType<typeof startPageServer>>;
