import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { sendAnswer, textAnswer } from '../serve/answers.js';
import { fillPlaceholders } from '../serve/fill-placeholders.js';
import { listen } from '../serve/listen.js';
import { createLeave, tell } from './marketplace-api.js';
import { SELLER } from './sale.js';

/** @import { IncomingMessage } from 'node:http' */
/** @import { Answer } from '../serve/answers.js' */
/** @import { Book } from './open-book.js' */

const CONSENT = new URL('./consent.html', import.meta.url);

/** The path of the redirect address that the application has registered. */
const BACK = '/back-to-the-collector';

const PAGE = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
  'Referrer-Policy': 'no-referrer',
};

/** Bytes of a request for tokens. */
const LARGEST = 16 * 1024;

/** @param {IncomingMessage} request */
const readText = async (request) => {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > LARGEST) throw new Error('A request for tokens is too long.');
  }
  return text;
};

/** @param {string} location @returns {Answer} */
const leadTo = (location) => ({ status: 303, headers: { Location: location, 'Cache-Control': 'no-store' } });

/** @param {[status: number, body: unknown]} told @returns {Answer} */
const json = ([status, body]) => ({
  status,
  headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  body: status === 204 ? '' : JSON.stringify(body),
});

/**
 * Starts a server of this machine that plays Mercado Libre: its API, and the page on which a seller gives the leave.
 *
 * @param {{ book: Book, clientId: string, clientSecret: string, collector: () => string, host: string,
 *   log: (sentence: string) => void }} options `collector`: its address, once it is known
 */
export const startMarketplaceServer = async ({ book, clientId, clientSecret, collector, host, log }) => {
  const consent = await readFile(CONSENT, 'utf8');
  const application = { clientId, clientSecret, redirect: '' };
  const leave = createLeave({ book, application });

  /** @param {URL} url @returns {Answer} */
  const askForLeave = (url) => {
    if (!leave.isAsked(url.searchParams)) {
      return textAnswer(
        400,
        'The played marketplace does not know the application that asks: begin in the inspector.\n',
      );
    }
    if (url.searchParams.has('answer')) return leadTo(leave.answer(url.searchParams));
    /** @param {string} answer */
    const hrefOf = (answer) => `/authorization?${new URLSearchParams([...url.searchParams, ['answer', answer]])}`;
    const values = { account: String(SELLER), yes: hrefOf('yes'), no: hrefOf('no') };
    return { status: 200, headers: PAGE, body: fillPlaceholders(consent, values) };
  };

  /** @param {IncomingMessage} request @returns {Promise<Answer>} */
  const answer = async (request) => {
    const url = new URL(request.url ?? '/', application.redirect);
    if (request.method === 'POST' && url.pathname === '/oauth/token') {
      return json(await leave.giveTokens(new URLSearchParams(await readText(request))));
    }
    if (request.method !== 'GET') return json([405, { error: 'method_not_allowed', status: 405 }]);
    if (url.pathname === '/authorization') return askForLeave(url);
    // A collector of a shop has an address of its own that is registered. This one's port may be another one at each start.
    if (url.pathname === BACK) return leadTo(`${collector()}/connections/mercado-libre/callback${url.search}`);
    if (!leave.isLet(request.headers.authorization)) return json([401, { error: 'unauthorized', status: 401 }]);
    return json(tell(book, url, request.headers));
  };

  const server = createServer((request, response) => {
    answer(request)
      .catch((error) => {
        log(`The played marketplace could not answer: ${error instanceof Error ? error.stack : error}`);
        return textAnswer(500, 'The played marketplace has a fault.\n');
      })
      .then((made) => sendAnswer(request, response, made));
  });
  const url = `http://${host}:${await listen(server, { port: 0, host, nextPort: false, log })}`;
  application.redirect = url + BACK;

  return {
    url,
    redirect: application.redirect,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve(undefined));
        server.closeAllConnections();
      }),
  };
};
