import { randomBytes } from 'node:crypto';
import { startReceiver } from '../receiver/receiver.js';
import { startMailServer } from './mail-server.js';

/** @import { Answer } from '../serve/answers.js' */
/** @import { Shop } from '../receiver/cart-mail.js' */

/**
 * @typedef {object} MailsOptions
 * @property {number} waitSeconds after which a cart counts as left; a shop waits for minutes or hours
 * @property {string} sentFile remembers of which webhooks a mail was sent
 * @property {string} [host]
 * @property {(sentence: string) => void} [log]
 *
 * @typedef {Awaited<ReturnType<typeof startMails>>} Mails
 */

/** Visitors of the demo do not log in: all have this address. */
const EVERYBODY = { email: 'visitor@coronilla.example' };

const NO_STORE = { 'Cache-Control': 'no-store' };

/**
 * Starts what makes a mail of a cart that was left: a receiver of webhooks, and a mail server that shows what it got.
 *
 * @param {MailsOptions} options
 */
export const startMails = async ({ waitSeconds, sentFile, host = '127.0.0.1', log = () => {} }) => {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const server = await startMailServer({ host, log });
  let shopOrigin = '';
  /** @type {(shop: Shop) => void} */
  let openShop = () => {};
  // The collector is told of the receiver before the shop has an address.
  const shop = /** @type {Promise<Shop>} */ (new Promise((resolve) => (openShop = resolve)));
  const receiver = await startReceiver({
    ...{ secret, smtp: server.url, from: 'Coronilla <hello@coronilla.example>', sentFile, host, log },
    shop,
    findCustomer: () => EVERYBODY,
  });

  /**
   * A page of its own without scripts and without an origin, whatever the mail contains. Its links open beside the page that shows it.
   *
   * @param {string} html
   * @returns {Answer}
   */
  const showMail = (html) => ({
    status: 200,
    headers: {
      ...NO_STORE,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': `sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src ${shopOrigin}`,
    },
    body: html.replace('<head>', '<head><base target="_blank">'),
  });

  return {
    waitSeconds,
    /** The part of the business in the collector's configuration. The collector needs `localReceivers`, too. */
    business: {
      automations: {
        'cart-left': /** @type {const} */ ({
          kind: 'cart-abandoned',
          waitMinutes: waitSeconds / 60,
          settleSeconds: Math.min(5, waitSeconds),
          // Who tries it a second time gets a second mail.
          againAfterHours: 0,
          personAgainAfterDays: 0,
        }),
      },
      webhooks: [{ id: 'mails', url: `${receiver.url}/webhooks`, secrets: [secret], actions: ['cart.abandoned'] }],
    },
    /** @param {string} origin of the shop, to which the mails lead back; until it is known, webhooks wait */
    linkTo(origin) {
      shopOrigin = origin;
      openShop({ name: 'Coronilla', origin, cartUrl: `${origin}/cart`, locale: 'en-UY' });
    },
    /**
     * @param {string} path below the folder of the page that shows the mails
     * @returns {Answer | undefined}
     */
    answer(path) {
      const mails = server.mails();
      if (path === 'list.json') {
        const list = mails.map(({ number, to, subject }) => ({ number, to, subject }));
        const headers = { ...NO_STORE, 'Content-Type': 'application/json; charset=utf-8' };
        return { status: 200, headers, body: JSON.stringify(list) };
      }
      const mail = mails.find(({ number }) => path === `${number}.html`);
      return mail && showMail(mail.html);
    },
    async close() {
      await receiver.close();
      await server.close();
    },
  };
};
