import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createFileServer } from '../../collector/dist/http/serve-files.js';
import { drawVariant } from '../shop/draw-variant.js';
import { renderShop } from '../shop/render-shop.js';
import { createDocumentation } from './serve-documentation.js';

/** @import { IncomingMessage } from 'node:http' */
/** @import { Answer } from './answers.js' */
/** @import { Mails } from '../mails/start-mails.js' */
/** @import { Marketplace } from '../marketplace/start-marketplace.js' */

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** @param {string} folder */
const filesOf = (folder) =>
  createFileServer({
    folder: here(folder),
    extensions: ['.css', '.js', '.map', '.svg'],
    headers: { 'Cache-Control': 'no-cache' },
  });

const shopFiles = filesOf('../shop/public');

/** Each page that is no part of the shop, by the path below its folder; `*` is for every path that is no file. */
const EXAMPLES = new Map([
  ['spa', { files: filesOf('../spa'), pages: new Map([['*', '../spa/index.html']]) }],
  [
    'gtm',
    {
      files: filesOf('../gtm'),
      pages: new Map([
        ['', '../gtm/index.html'],
        ['tag.html', '../gtm/tag.html'],
        ['event-tag.html', '../gtm/event-tag.html'],
      ]),
    },
  ],
  ['script-tag', { files: filesOf('../script-tag'), pages: new Map([['', '../script-tag/index.html']]) }],
]);

/** Shows what was sent, where the demo sends mails. */
const MAILS = { files: filesOf('../mails/public'), pages: new Map([['', '../mails/public/index.html']]) };

/** Plays sales, where the demo plays a marketplace. */
const MARKETPLACE = {
  files: filesOf('../marketplace/public'),
  pages: new Map([['', '../marketplace/public/index.html']]),
};

/**
 * @param {number} status
 * @param {string} body
 * @param {Record<string, string>} [headers]
 */
const plain = (status, body, headers) => ({
  status,
  headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', ...headers },
  body,
});

/** @param {string} target */
const partsOf = (target) => {
  try {
    const { pathname, searchParams } = new URL(target, 'http://examples.invalid');
    return { path: decodeURIComponent(pathname), query: searchParams };
  } catch {
    return undefined;
  }
};

/**
 * @param {(page: string) => Answer} toPage makes the answer out of a page's text
 * @param {{ documentation: string, mails?: Mails, marketplace?: Marketplace, inspector?: string }} parts
 * @returns {(request: IncomingMessage) => Promise<Answer>}
 */
export const createAnswerer = (toPage, { documentation, mails, marketplace, inspector }) => {
  const answerDocumentation = createDocumentation(documentation);
  return async (request) => {
    const target = partsOf(request.url ?? '/');
    if (target === undefined) return plain(400, 'The address is no valid path.\n');
    const { path, query } = target;
    const [, name = '', rest] = /^\/([^/]*)(?:\/(.*))?$/s.exec(path) ?? [];
    const isMails = mails !== undefined && name === 'mails';
    const isMarketplace = marketplace !== undefined && name === 'marketplace';
    // No page elsewhere can send the header here, because the browser would ask first, and gets no leave.
    if (isMarketplace && request.method === 'POST' && request.headers['x-vitrina'] === 'play') {
      return (await marketplace.act(rest ?? '')) ?? plain(404, `Nothing happens at ${path}.\n`);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return plain(405, `${request.method} is not answered here: these are pages to read.\n`, { Allow: 'GET, HEAD' });
    }

    if (name === 'docs') {
      return rest === undefined ? plain(308, '', { Location: '/docs/' }) : answerDocumentation(rest);
    }
    if (inspector !== undefined && path === '/inspector') return plain(303, '', { Location: inspector });
    const example = isMails ? MAILS : isMarketplace ? MARKETPLACE : EXAMPLES.get(name);
    if (example) {
      if (rest === undefined) return plain(308, '', { Location: `/${name}/` });
      const file = await example.files.serve(request.headers, rest);
      if (file) return file;
      const live = isMails ? mails.answer(rest) : isMarketplace ? await marketplace.answer(rest, query) : undefined;
      if (live) return live;
      const page = example.pages.get(rest) ?? (/\.\w+$/.test(rest) ? undefined : example.pages.get('*'));
      if (page === undefined) return plain(404, `There is no file ${path}.\n`);
      const made = toPage(await readFile(here(page), 'utf8'));
      // A tag is there to be read and pasted; as a page it would run.
      return rest.endsWith('tag.html') ? plain(200, String(made.body)) : made;
    }

    const file = await shopFiles.serve(request.headers, path.slice(1));
    if (file) return file;
    const picture = await drawVariant(path);
    if (picture) return plain(200, picture, { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'no-cache' });
    const { status, body } = await renderShop(path);
    return { ...toPage(body), status };
  };
};
