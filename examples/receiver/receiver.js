import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { argv, env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import nodemailer from 'nodemailer';
import { Webhook } from 'standardwebhooks';
import { listen } from '../serve/listen.js';
import { toCartMail } from './cart-mail.js';
import { openSentIds } from './sent-ids.js';

/** @import { Customer, Shop } from './cart-mail.js' */

/**
 * @typedef {object} ReceiverOptions
 * @property {string} secret the webhook's, `whsec_…`
 * @property {string} smtp such as smtp://127.0.0.1:1025
 * @property {string} from such as "Coronilla <hello@shop.example>"
 * @property {Shop | Promise<Shop>} shop a promise where its address is not known yet: webhooks wait for it
 * @property {(user: { id: string, source: string }) => Customer | undefined} findCustomer
 *   looks into the shop's own customers: an address that a browser has told could be anybody's
 * @property {string} sentFile remembers what was sent
 * @property {number} [port] 0 takes any
 * @property {string} [host]
 * @property {(sentence: string) => void} [log]
 */

/** Hours after which a reminder is worse than none: the receiver, or the collector, may have been away. */
const LATEST = 24;

/** Bytes; a webhook has 20 kB at most. */
const LONGEST_BODY = 64 * 1024;

/** @param {import('node:http').IncomingMessage} request */
const readBody = async (request) => {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LONGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/**
 * Starts a server that turns each webhook "cart.abandoned" into one mail.
 *
 * @param {ReceiverOptions} options
 */
export const startReceiver = async ({ secret, smtp, from, findCustomer, sentFile, ...options }) => {
  const { port = 0, host = '127.0.0.1', log = () => {} } = options;
  const webhook = new Webhook(secret);
  const mailer = nodemailer.createTransport(smtp);
  const sent = await openSentIds(sentFile);

  /** @param {string} id @param {Record<string, unknown>} data */
  const remind = async (id, data) => {
    const user = /** @type {{ id?: unknown, source?: unknown }} */ (data.user_parameters ?? {});
    const customer = findCustomer({ id: String(user.id ?? ''), source: String(user.source ?? '') });
    if (!customer) return;
    const shop = await options.shop;
    const mail = toCartMail(data, customer, shop);
    await mailer.sendMail({
      ...mail,
      from,
      to: { name: customer.name ?? '', address: customer.email },
      // The same for a repeat, so that a mail program shows one mail where two have come.
      messageId: `<${id}@${new URL(shop.origin).hostname}>`,
      ...(shop.unsubscribeUrl ? { headers: { 'List-Unsubscribe': `<${shop.unsubscribeUrl}>` } } : {}),
    });
    log(`${id}: a mail was sent.`);
  };

  /** @param {import('node:http').IncomingMessage} request @returns {Promise<number>} the status of the answer */
  const receive = async (request) => {
    if (request.method !== 'POST') return 405;
    const body = await readBody(request);
    if (body === undefined) return 413;
    /** @type {{ type?: string, timestamp?: string, data?: Record<string, unknown> }} */
    let event;
    try {
      // Of the body as it came: JSON that was read and written again has another signature.
      event = /** @type {typeof event} */ (
        webhook.verify(body, /** @type {Record<string, string>} */ (request.headers))
      );
    } catch {
      return 401;
    }
    // Events that are not trusted come from browsers, and anybody can send those.
    const { type, timestamp, data } = event;
    if (type !== 'cart.abandoned' || data?.trusted !== true) return 204;
    if (Date.now() - Date.parse(timestamp ?? '') > LATEST * 3_600_000) return 204;
    const id = String(request.headers['webhook-id']);
    await sent.once(id, () => remind(id, data));
    return 204;
  };

  const server = createServer((request, response) => {
    receive(request)
      .catch((error) => {
        // The collector sends it again later.
        log(`A webhook could not be dealt with: ${error instanceof Error ? error.message : error}`);
        return 503;
      })
      .then((status) => response.writeHead(status).end());
  });
  const url = `http://${host}:${await listen(server, { port, host, nextPort: false, log })}`;
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        mailer.close();
        server.close(() => resolve(undefined));
        server.closeAllConnections();
      }),
  };
};

const runFromCommandLine = async () => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8090' },
      smtp: { type: 'string', default: 'smtp://127.0.0.1:1025' },
      from: { type: 'string', default: 'Coronilla <hello@shop.example>' },
      name: { type: 'string', default: 'Coronilla' },
      shop: { type: 'string', default: 'http://127.0.0.1:8080' },
      customers: { type: 'string' },
      sent: { type: 'string', default: 'sent-webhooks.txt' },
    },
  });
  const secret = env.WEBHOOK_SECRET;
  if (!secret) throw new Error('Give the secret of the webhook in the environment: WEBHOOK_SECRET=whsec_…');
  if (!values.customers) throw new Error('Name a file of customers: --customers customers.json; see the README.');
  /** @type {Record<string, Customer>} */
  const customers = JSON.parse(await readFile(values.customers, 'utf8'));
  const { origin } = new URL(values.shop);
  const receiver = await startReceiver({
    ...{ secret, smtp: values.smtp, from: values.from, sentFile: values.sent, port: Number(values.port) },
    shop: { name: values.name, origin, cartUrl: `${origin}/cart` },
    findCustomer({ id, source }) {
      const name = source ? `${source}/${id}` : id;
      return Object.hasOwn(customers, name) ? customers[name] : undefined;
    },
    log: console.error,
  });
  console.log(`Webhooks are received at ${receiver.url}/webhooks. Ctrl-C stops.`);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.once(signal, () => void receiver.close());
};

if (argv[1] === fileURLToPath(import.meta.url)) {
  runFromCommandLine().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
