import { jsonAnswer, sendAnswer, textAnswer } from './http/answers.js';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { Answer } from './http/answers.js' */
/** @typedef {(request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>} Handler */

const landing = `This is a Vitrina collector.

It receives what visitors of a shop do (POST /v1/events) and serves the script that reports it (GET /vitrina.js).
What has arrived is shown in the inspector, at the address that was printed when the collector was started.
`;

/** @param {number} status @param {string} description @returns {Answer} */
const failure = (status, description) =>
  jsonAnswer(status, { errors: [{ type: status === 404 ? 'not_found' : 'failed', parameter: 'path', description }] });

/** @param {string | undefined} target */
function parseTarget(target = '/') {
  const base = 'http://collector';
  // A target that begins with two slashes would be read as a host.
  const address = target.startsWith('/') ? base + target : target;
  return URL.canParse(address) ? new URL(address) : undefined;
}

/**
 * Hands each request to whom it concerns.
 * @param {object} routes
 * @param {Handler} routes.events
 * @param {Handler} routes.inspector
 * @param {Handler} [routes.faults]
 * @param {(request: IncomingMessage, path: string) => Promise<Answer | undefined>} routes.script
 * @param {(sentence: string) => void} log
 */
export function createRouter({ events, inspector, faults, script }, log) {
  /** @param {IncomingMessage} request @param {ServerResponse} response @param {URL} url */
  async function route(request, response, url) {
    const { pathname } = url;
    if (pathname === '/v1/events') return events(request, response, url);
    if (pathname === '/inspector' || pathname.startsWith('/inspector/')) return inspector(request, response, url);
    if (pathname === '/faults' && faults) return faults(request, response, url);
    const reads = request.method === 'GET' || request.method === 'HEAD';
    const answer = reads
      ? pathname === '/'
        ? textAnswer(200, landing)
        : await script(request, pathname.slice(1))
      : undefined;
    sendAnswer(request, response, answer ?? failure(404, `There is nothing at ${pathname}.`));
  }

  /** @param {IncomingMessage} request @param {ServerResponse} response */
  return function handle(request, response) {
    const url = parseTarget(request.url);
    if (!url) return sendAnswer(request, response, failure(400, 'The address of the request cannot be read.'));
    route(request, response, url).catch((error) => {
      log(
        `${request.method} ${url.pathname} failed: ${error instanceof Error ? (error.stack ?? error.message) : error}`,
      );
      if (response.headersSent) response.destroy();
      else sendAnswer(request, response, failure(500, 'The collector failed; its log says why.'));
    });
  };
}
