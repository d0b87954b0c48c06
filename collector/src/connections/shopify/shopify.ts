import type { PushedPlatform } from '../shops/pushed-shops.js';
import { readOrder } from './read-order.js';

/** Webhooks of Shopify (https://shopify.dev/docs/apps/build/webhooks, 2026). */
export const shopify: PushedPlatform = {
  kind: 'shopify',
  name: 'Shopify',
  headers: { signature: 'x-shopify-hmac-sha256', topic: 'x-shopify-topic', shop: 'x-shopify-shop-domain' },
  // It gives up after 5,000.
  answerAfter: 4000,
  nameOf: (shop) => shop.toLowerCase(),
  isOrder: (topic) => topic.startsWith('orders/') && topic !== 'orders/delete',
  privacyTopics: {
    'customers/data_request': 'data_request',
    'customers/redact': 'customer_redact',
    'shop/redact': 'store_redact',
  },
  readOrder,
};
