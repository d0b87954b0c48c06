import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { sendAnswer, textAnswer } from './serve/answers.js';
import { listen } from './serve/listen.js';
import { createAnswerer } from './serve/answer.js';
import { addNonce, fillPlaceholders, setParts } from './serve/fill-placeholders.js';

/** @import { Mails } from './mails/start-mails.js' */
/** @import { Marketplace } from './marketplace/start-marketplace.js' */

/**
 * @typedef {object} ExampleOptions
 * @property {number} [port] the next free one is taken where this one is in use; 0 takes any
 * @property {string} [host]
 * @property {string} collector the collector's origin, such as http://127.0.0.1:4318
 * @property {string} [business] the business id under which the pages report
 * @property {string} [contentSecurityPolicy] sent with every page; `{{collector}}` and `{{nonce}}` in it are filled in,
 *   and where it names a nonce every script element of the page gets it
 * @property {string} [documentation] folder of the documentation site; default: where `npm run docs` builds it
 * @property {string} [inspector] where what arrives is shown; the pages link it as /inspector, so that they do not hold
 *   its token
 * @property {Mails} [mails] shown at /mails/, and told where the shop is
 * @property {Marketplace} [marketplace] played at /marketplace/
 * @property {(sentence: string) => void} [log]
 *
 * @typedef {{ url: string, shopUrl: string, close: () => Promise<void> }} Examples
 */

/** Fresh each time, but not `no-store`, which would keep the pages out of the browser's back/forward cache. */
const PAGE_CACHING = 'no-cache';

/** Filled in where there is an inspector to open, and where there is none. */
const SEEN = {
  arrivals: '<a href="/inspector" target="_blank" data-test="inspector">the inspector</a>',
  demoBar: `<aside class="demo-bar" aria-label="About this demo">
      <span>This is a demo shop.</span>
      <a href="/inspector" target="_blank" data-test="inspector">See what arrives</a>
    </aside>`,
};
const UNSEEN = {
  arrivals: 'the inspector, at the address that the collector printed as it started',
  demoBar: '',
};

const SNIPPET = new URL('./vitrina-snippet.html', import.meta.url);

/** Where `npm run docs` builds the documentation site. */
export const DOCUMENTATION = fileURLToPath(new URL('../docs/.vitepress/dist', import.meta.url));

/**
 * Serves the demo shop at /, the single-page app at /spa/, the Tag Manager page at /gtm/, the smallest page at
 * /script-tag/, the documentation at /docs/ once it is built and, where there are any, the mails at /mails/ and the
 * marketplace at /marketplace/.
 *
 * @param {ExampleOptions} options
 * @returns {Promise<Examples>}
 */
export const startExamples = async ({
  port = 0,
  host = '127.0.0.1',
  business = 'xy76ks',
  documentation = DOCUMENTATION,
  mails,
  marketplace,
  inspector,
  log = () => {},
  ...options
}) => {
  const collector = originOf(options.collector);
  if (inspector !== undefined && !URL.canParse(inspector)) {
    throw new Error(`"${inspector}" is no address of an inspector: give the one that the collector prints.`);
  }
  const parts = { vitrina: (await readFile(SNIPPET, 'utf8')).trim(), ...(inspector === undefined ? UNSEEN : SEEN) };
  const policy = options.contentSecurityPolicy?.replaceAll('{{collector}}', collector);
  const values = { collector, business, waitSeconds: String(mails?.waitSeconds) };

  /** @param {string} page */
  const toPage = (page) => {
    const text = fillPlaceholders(setParts(page, parts), values);
    const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': PAGE_CACHING };
    if (!policy) return { status: 200, headers, body: text };
    const nonce = randomBytes(16).toString('base64');
    return {
      status: 200,
      headers: { ...headers, 'Content-Security-Policy': policy.replaceAll('{{nonce}}', nonce) },
      body: policy.includes('{{nonce}}') ? addNonce(text, nonce) : text,
    };
  };

  const answer = createAnswerer(toPage, { documentation, mails, marketplace, inspector });
  const server = createServer((request, response) => {
    answer(request)
      .catch((error) => {
        log(`${request.url} could not be answered: ${error instanceof Error ? error.stack : error}`);
        return textAnswer(500, 'The page could not be made.\n');
      })
      .then((made) => sendAnswer(request, response, made));
  });

  const url = `http://${host}:${await listen(server, { port, host, nextPort: true, log })}`;
  mails?.linkTo(url);
  return {
    url,
    shopUrl: `${url}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

/** @param {string} collector */
const originOf = (collector) => {
  const url = URL.canParse(collector) ? new URL(collector) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.origin;
  throw new Error(`"${collector}" is no address of a collector: give its origin, such as http://127.0.0.1:4318.`);
};

const runFromCommandLine = async () => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8080' },
      collector: { type: 'string', default: 'http://127.0.0.1:4318' },
      business: { type: 'string', default: 'xy76ks' },
      inspector: { type: 'string' },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`--port ${values.port} is no port: give a whole number from 0 to 65535.`);
  }
  const examples = await startExamples({
    port,
    collector: values.collector,
    business: values.business,
    inspector: values.inspector,
    log: console.error,
  });
  console.log(`The shop: ${examples.shopUrl}`);
  for (const path of ['spa', 'gtm', 'script-tag']) console.log(`          ${examples.url}/${path}/`);
  console.log(`They report to ${values.collector} as ${values.business}. Ctrl-C stops.`);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.once(signal, () => void examples.close());
};

if (argv[1] === fileURLToPath(import.meta.url)) {
  runFromCommandLine().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
