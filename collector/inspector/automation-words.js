import { pathOf, summaryOf, textAt } from './describe.js';
import { language, wordsOf } from './language.js';
import { automationWords } from './words/automation.js';

/** @typedef {import('./automations-api.js').Automation} Automation */
/** @typedef {import('./automations-api.js').Waiting} Waiting */

/** @param {number} seconds */
const span = (seconds) => {
  const words = wordsOf(automationWords);
  const minutes = Math.round(seconds / 60);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const parts = [days > 0 && words.days(days), hours > 0 && words.hours(hours), rest > 0 && words.minutes(rest)];
  const said = parts.filter((part) => part !== false);
  return said.length > 0 ? new Intl.ListFormat(language(), { type: 'conjunction' }).format(said) : words.moment;
};

/** @param {string | string[] | undefined} value */
const listed = (value) =>
  new Intl.ListFormat(language(), { type: 'disjunction' }).format(Array.isArray(value) ? value : [value ?? '']);

/** @param {Automation} automation what it is, and when it tells something */
export const titleOf = ({ kind, declared, wait_seconds: wait }) => {
  const words = wordsOf(automationWords);
  const waited = span(wait ?? 0);
  switch (kind) {
    case 'cart-abandoned':
      return words.cartLeft(waited);
    case 'product-visited':
      return words.productLeft(waited);
    case 'address-visited':
      return declared?.oncePer === 'person'
        ? words.personVisits(listed(declared.url))
        : words.visitorVisits(listed(declared?.url));
    case 'purchase-completed':
      return words.purchaseMade(waited);
    case 'custom':
      return wait ? words.ownRuleLater(waited, listed(declared?.on)) : words.ownRule(listed(declared?.on));
    default:
      return words.notDeclared;
  }
};

/** @type {Record<string, string>} */
const actions = {
  'cart-abandoned': 'cart.abandoned',
  'product-visited': 'product.reminder_due',
  'purchase-completed': 'product.purchased',
};

/** @param {Automation} automation */
export const actionOf = ({ kind, declared }) => declared?.action ?? actions[kind ?? ''] ?? '';

/** @param {string} reason */
export const reasonOf = (reason) => {
  /** @type {Record<string, string>} */
  const { [reason]: known } = wordsOf(automationWords).reasons;
  return known ?? reason;
};

/** @param {Waiting} waiting what it is about, in the shop's own words */
export const aboutOf = ({ items, product, page, reference }) => {
  const row = { action: 'cart.viewed', page_url: page ?? null, currency: null, user_id: null };
  const like = /** @type {import('./api.js').Row} */ (/** @type {unknown} */ ({ ...row, event: {} }));
  if (items?.length) return summaryOf({ ...like, event: { object_parameters: { items } } });
  const name = typeof product === 'string' ? product : textAt(product, 'name') || textAt(product, 'reference');
  return name || (page ? pathOf(like) : '') || reference || '';
};
