import { findCoupon } from '../coupons.js';
import { toMoney } from '../money.js';
import { readCart } from './cart-store.js';
import { cartProps, couponProps, orderProps, productObject } from './event-objects.js';
import { markReported } from './orders.js';

/**
 * @typedef {{ succeeded: boolean, stored: boolean }} TrackResponse
 * @typedef {object} Tracker
 * @property {boolean} [isInitialized] the stub, which stands in until the script has loaded, has none
 * @property {(action: string, props?: object) => Promise<TrackResponse>} track
 */

/** Looked up at each call: the real tracker takes the stub's place when it has loaded. */
const tracker = () => /** @type {{ vitrina?: Tracker }} */ (window).vitrina;

/**
 * @param {string} action
 * @param {object} props
 */
const report = (action, props) => tracker()?.track(action, props);

/**
 * @param {import('../catalogue.js').Product} product
 * @param {string} sku
 */
export const reportProductViewed = (product, sku) =>
  report('product.viewed', { object_parameters: productObject(product, sku), ...toMoney(product.price) });

/** @param {import('./cart-store.js').CartChange} change */
export const reportCartChange = ({ cart, line, difference }) => {
  if (difference === 0) return;
  const changed = { ...line, quantity: Math.abs(difference) };
  report(difference > 0 ? 'cart.added' : 'cart.removed', cartProps(cart.reference, [changed]));
};

export const reportCartViewed = () => {
  const { reference, lines } = readCart();
  if (lines.length > 0) report('cart.viewed', cartProps(reference, lines));
};

/** A page that is reloaded, or come back to, starts no second checkout. */
export const reportCheckoutStarted = () => {
  const { reference, lines } = readCart();
  const [navigation] = performance.getEntriesByType('navigation');
  const isNew = /** @type {PerformanceNavigationTiming | undefined} */ (navigation)?.type === 'navigate';
  if (isNew && lines.length > 0) report('checkout.started', cartProps(reference, lines));
};

/**
 * Once per order. The real tracker has stored the event when `track` returns; the stub keeps it in memory alone, so
 * that the order counts as reported only when an answer has come, and a reload before that reports it again.
 *
 * @param {import('./orders.js').Order} order
 */
export const reportOrderPlaced = (order) => {
  if (order.isReported) return;
  const isReal = tracker()?.isInitialized === true;
  const answer = report('order.placed', orderProps(order));
  // Only now: a coupon that was tried in the cart has not been redeemed.
  const coupon = findCoupon(order.coupon ?? '');
  if (coupon) report('coupon.redeemed', couponProps(coupon));
  if (isReal) markReported(order.reference);
  else
    void answer?.then(({ succeeded, stored }) => {
      if (succeeded || stored) markReported(order.reference);
    });
};

export const reportNewsletterJoined = () =>
  report('form.completed', { object: 'newsletter', metadata: { place: 'footer' } });
