import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';

/** @import { AddressInfo } from 'node:net' */

const SNIPPET = new URL('../examples/vitrina-snippet.html', import.meta.url);

/**
 * The plain test page: links that are marked, and a listener that tracks while the page is being left. With `?bare` the script
 * comes without the stub in front of it, with `?calm` nothing is tracked at the end.
 *
 * @param {URL} url @param {string} tag
 */
const render = ({ searchParams, pathname }, tag) => {
  const next = `${pathname}?${new URLSearchParams({ n: String(Number(searchParams.get('n')) + 1) })}`;
  const goodbye = `<script>addEventListener('pagehide', () => window.vitrina?.track('soak.left', { object: 'goodbye' }))</script>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Plain ${searchParams.get('n') ?? 0}</title>
<link rel="icon" href="data:,">${searchParams.has('bare') ? tag.replace(/<script>[^]*?<\/script>/, '') : tag}</head>
<body><p><a id="marked" href="${next}" data-vitrina-track="link.clicked" data-vitrina-object="next">On</a></p>
<p><button id="here" data-vitrina-track="button.clicked">Here</button></p>
${searchParams.has('calm') ? '' : goodbye}</body></html>`;
};

/**
 * Serves the plain page under every path and host.
 *
 * @param {{ collector: string, business: string }} names
 */
export const startPlainPages = async ({ collector, business }) => {
  const snippet = await readFile(SNIPPET, 'utf8');
  const tag = snippet.replaceAll('{{collector}}', collector).replaceAll('{{business}}', business);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://plain.invalid');
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-cache' });
    response.end(render(url, tag));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  return {
    port: /** @type {AddressInfo} */ (server.address()).port,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
};
