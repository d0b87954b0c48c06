import { pathOf, summaryOf, textAt } from './describe.js';
import { plural } from './format.js';

/** @typedef {import('./automations-api.js').Automation} Automation */
/** @typedef {import('./automations-api.js').Waiting} Waiting */

/** @param {number} seconds */
const span = (seconds) => {
  const minutes = Math.round(seconds / 60);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const parts = [
    days > 0 && plural(days, 'day'),
    hours > 0 && plural(hours, 'hour'),
    rest > 0 && plural(rest, 'minute'),
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(' and ') : 'a moment';
};

/** @param {string | string[] | undefined} value */
const listed = (value) => (Array.isArray(value) ? value : [value ?? '']).join(' or ');

/** @type {Record<string, (automation: Automation) => [name: string, what: string]>} */
const kinds = {
  'cart-abandoned': ({ wait_seconds: wait }) => ['Cart left', `told when a cart was left for ${span(wait ?? 0)}`],
  'product-visited': ({ wait_seconds: wait }) => [
    'Product left',
    `told ${span(wait ?? 0)} after a known visitor looked at a product and did nothing more about it`,
  ],
  'address-visited': ({ declared }) => [
    'Page visited',
    `told when ${declared?.oncePer === 'person' ? 'a person' : 'a visitor'} opens ${listed(declared?.url)}`,
  ],
  'purchase-completed': ({ wait_seconds: wait }) => [
    'Purchase made',
    `told when the thank-you page was seen after the cart, and no order came within ${span(wait ?? 0)}`,
  ],
  custom: ({ declared, wait_seconds: wait }) => [
    'Rule of your own',
    wait ? `told ${span(wait)} after ${listed(declared?.on)}` : `told at each ${listed(declared?.on)}`,
  ],
};

/** @param {Automation} automation */
export const titleOf = (automation) => {
  const words = kinds[automation.kind ?? ''];
  if (!words) return 'Removed: it is not in the configuration any more';
  return words(automation).join(': ');
};

/** @type {Record<string, string>} */
const actions = {
  'cart-abandoned': 'cart.abandoned',
  'product-visited': 'product.reminder_due',
  'purchase-completed': 'product.purchased',
};

/** @param {Automation} automation */
export const actionOf = ({ kind, declared }) => declared?.action ?? actions[kind ?? ''] ?? '';

/** @type {Record<string, string>} */
const reasons = {
  emptied: 'the cart was emptied',
  order: 'there was an order',
  replaced: 'a later cart or product took its place',
  cart: 'something was put into a cart',
  checkout: 'the checkout was begun',
  cool_down: 'the same had been told a short while before',
  consent: 'the visitor took the consent back',
  expired: 'it would have come too late',
  rule_off: 'the automation was switched off',
  rule_changed: 'the automation was changed',
  business_off: 'the shop was switched off',
};

/** @param {string} reason */
export const reasonOf = (reason) => reasons[reason] ?? reason;

/** @param {Waiting} waiting what it is about, in the shop's own words */
export const aboutOf = ({ items, product, page, reference }) => {
  const row = { action: 'cart.viewed', page_url: page ?? null, currency: null, user_id: null };
  const like = /** @type {import('./api.js').Row} */ (/** @type {unknown} */ ({ ...row, event: {} }));
  if (items?.length) return summaryOf({ ...like, event: { object_parameters: { items } } });
  const name = typeof product === 'string' ? product : textAt(product, 'name') || textAt(product, 'reference');
  return name || (page ? pathOf(like) : '') || reference || '';
};
