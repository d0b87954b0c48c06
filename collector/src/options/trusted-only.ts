import { covers } from './action-list.js';
import type { Business } from './collector-options.js';

/**
 * What only a shop's own servers know, so that a page that tells it is mistaken or lies. Not among them: `order.placed`, which
 * the browser sees, and `refund.requested`, which the client reports of a shop's form for cancelling an order.
 */
const onlyServersKnow = [
  'order.confirmed',
  'order.cancelled',
  'order.shipped',
  'order.delivered',
  'refund.received',
  'cart.abandoned',
  'product.reminder_due',
];

/**
 * Whether an action is believed only of a sender with a private key. A business without keys has no such sender, so that by
 * default all its actions are open to all.
 */
export function isTrustedOnly({ keys = [], trustedOnly }: Business, action: string): boolean {
  const listed = trustedOnly ?? (keys.length > 0 ? onlyServersKnow : []);
  return listed.some((one) => covers(one, action));
}
