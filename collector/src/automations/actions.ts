import type { Rule } from './rule.js';

/** Actions by which somebody buys. A confirmation is all that marketplaces tell; a purchase without a number has no order. */
export const orderActions = ['order.placed', 'order.confirmed', 'product.purchased'];
/** The action by which a page or a server says that a visitor takes the consent back. */
export const withdrawn = 'consent.withdrawn';
/** The action that tells of a page. */
export const seen = 'page.viewed';

const actionsOf: { [Kind in Rule['kind']]: string[] } = {
  'cart-abandoned': ['cart.viewed', 'cart.added', 'cart.removed', 'checkout.started', ...orderActions, withdrawn],
  'product-visited': [
    ...['product.viewed', 'user.identified', 'cart.added', 'checkout.started'],
    ...[...orderActions, withdrawn],
  ],
  'address-visited': [seen, withdrawn],
  'purchase-completed': [seen, ...orderActions, withdrawn],
  custom: [withdrawn],
};

/** Whether a rule has to see events of an action. */
export const listens = (rule: Rule, action: string): boolean =>
  actionsOf[rule.kind].includes(action) ||
  (rule.kind === 'custom' &&
    rule.on.some((one) => (one.endsWith('.*') ? action.startsWith(one.slice(0, -1)) : one === action)));
