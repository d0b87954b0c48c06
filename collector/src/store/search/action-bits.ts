/** The actions that a row about a visitor's hour can tell from each other. Never change the order: it is stored. */
const known = [
  ...['page.viewed', 'product.viewed', 'cart.viewed', 'cart.added', 'cart.removed', 'cart.abandoned'],
  ...['checkout.started', 'coupon.redeemed', 'form.completed', 'order.placed', 'order.confirmed', 'order.cancelled'],
  ...['order.shipped', 'order.delivered', 'product.purchased', 'refund.requested', 'refund.received'],
  ...['app.installed', 'app.removed', 'app.spent', 'user.identified'],
];

/** The bit of an action; undefined where it has none of its own. */
export function ownBit(action: string): number | undefined {
  const index = known.indexOf(action);
  return index === -1 ? undefined : 2 << index;
}

/** All actions that have no bit of their own share the first one. */
export const actionBit = (action: string): number => ownBit(action) ?? 1;
