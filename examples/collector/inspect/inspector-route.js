import { fileURLToPath } from 'node:url';
import { answerOf, sendAnswer, textAnswer } from '../http/answers.js';
import { createFileServer } from '../http/serve-files.js';
import { createAccess } from './access.js';
import { createApi } from './api.js';
import { createStream } from './stream.js';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { Store } from '../types.d.ts' */

const pageFolder = fileURLToPath(new URL('../inspector/', import.meta.url));

const protection = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
};

/**
 * Everything below /inspector/: the page, its questions and its stream, for the holder of the token only.
 * @param {{ store: Store, token: string, port: number }} parts
 */
export function createInspectorRoute({ store, token, port }) {
  const guard = createAccess({ token, port });
  const answerApi = createApi(store);
  const stream = createStream(store);
  const serveFile = createFileServer({
    folder: pageFolder,
    extensions: ['.html', '.js', '.css', '.svg', '.png', '.ico'],
    headers: {},
  });

  /** @param {IncomingMessage} request @param {URL} url */
  async function answerTo(request, url) {
    const path = url.pathname.slice('/inspector/'.length);
    if (path.startsWith('api/')) return answerApi(request, url, path.slice('api/'.length));
    if (request.method !== 'GET' && request.method !== 'HEAD') return textAnswer(405, 'Use GET here.\n');
    return serveFile(request, path === '' ? 'index.html' : path);
  }

  return {
    /** @param {IncomingMessage} request @param {ServerResponse} response @param {URL} url */
    async handle(request, response, url) {
      const turnedAway = guard(request, url);
      if (!turnedAway && request.method === 'GET' && url.pathname === '/inspector/api/stream') {
        const after = request.headers['last-event-id'] ?? url.searchParams.get('after') ?? '';
        await stream.connect(response, /^\d{1,15}$/.test(String(after)) ? Number(after) : undefined, protection);
        return;
      }
      const answer =
        turnedAway ??
        (url.pathname === '/inspector'
          ? { status: 308, headers: { Location: '/inspector/' } }
          : await answerTo(request, url).catch((error) => {
              const refused = answerOf(error);
              if (!refused) throw error;
              return refused;
            })) ??
        textAnswer(404, 'There is nothing at this address of the inspector.\n');
      sendAnswer(request, response, { ...answer, headers: { ...answer.headers, ...protection } });
    },
    close: stream.close,
  };
}
