import type { PushedPlatform } from '../shops/pushed-shops.js';
import { readOrder } from './read-order.js';

/** Webhooks of WooCommerce (https://woocommerce.com/document/webhooks/, 2026). */
export const woocommerce: PushedPlatform = {
  kind: 'woocommerce',
  name: 'WooCommerce',
  headers: { signature: 'x-wc-webhook-signature', topic: 'x-wc-webhook-topic', shop: 'x-wc-webhook-source' },
  answerAfter: 4000,
  // The header is the address of the site, with a slash at its end or without.
  nameOf: (shop) => shop.toLowerCase().replace(/\/+$/, ''),
  isOrder: (topic) => /^order\.(created|updated|restored)$/.test(topic),
  // It demands nothing: the shop erases at its own collector.
  privacyTopics: {},
  readOrder,
  // Sent when a webhook is saved; unless it is answered with 200, the webhook is not switched on.
  isTrial: (body) => /^webhook_id=\d+$/.test(body.toString('latin1')),
};
