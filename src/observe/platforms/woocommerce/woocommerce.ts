import { quietly } from '../../../base/attempt.js';
import { all, listen } from '../../../browser/listen.js';
import { ofDocument } from '../../../browser/of-document.js';
import type { Stop } from '../../../types/tracker.js';
import { VISIT_GAP_MS } from '../../../visitor/visit.js';
import type { Adapter } from '../../adapter.js';
import { isWooCommerce } from '../../page/detect.js';
import { onTrigger } from '../../page/jquery-events.js';
import { hasKey, readOrderPage } from './order-page.js';
import { readProductPage, readVariation } from './page.js';
import { watchCart } from './watch-cart.js';
import type { CartNote } from './watch-cart.js';

/** The options of the adapter for WooCommerce. */
export interface WooCommerceOptions {
  /** The cookies as the page began, if they were recorded before the start. */
  cookies?: string;
}

/**
 * Observes a shop of WooCommerce, classic or with blocks, with any theme.
 * @example
 * ```ts
 * import { createShop } from 'vitrina/observe';
 * import { woocommerce } from 'vitrina/observe/woocommerce';
 *
 * const { plugin } = createShop([woocommerce()]);
 * ```
 */
export const woocommerce = ({ cookies }: WooCommerceOptions = {}): Adapter => ({
  name: 'woocommerce',
  platform: 'woocommerce',
  detect: isWooCommerce,
  start(emit, _onPageChange, memory, requests) {
    const note = memory.acrossPages<CartNote>(VISIT_GAP_MS);
    // Not only for this tab, because a payment may come back in another one.
    const noteCheckout = () => memory.write(Date.now());
    let isStopped = false;
    const undo: Stop[] = [() => (isStopped = true)];
    const is = (name: string) => ofDocument('body').classList.contains(name);

    const begin = quietly(() => {
      if (isStopped) return;
      const isPaid = Math.abs(Date.now() - Number(memory.read())) < VISIT_GAP_MS;
      const order = readOrderPage(note.read()?.terms ?? undefined, isPaid);
      if (order) {
        memory.write(0);
        // The cart is not watched here: it is empty by now, and the stored lines may be all that is known of the order.
        return emit(order);
      }
      const isPaying = is('woocommerce-order-pay');
      // Plug-ins let their thank-you pages look like the checkout.
      const isCheckout = is('woocommerce-checkout') && !is('woocommerce-order-received') && (isPaying || !hasKey());
      if (isCheckout) {
        noteCheckout();
        // The visitor may have filled in the checkout for a long time.
        undo.push(listen(window, 'pagehide', noteCheckout));
      }
      const product = is('single-product') && readProductPage();
      if (product) emit(product);
      undo.push(
        onTrigger(ofDocument('body'), 'found_variation', (event, variation) => {
          const fact = readVariation((event as Event).target, variation);
          if (fact) emit(fact);
        }),
      );
      const { synced, stop } = watchCart(emit, requests, note, cookies);
      undo.push(stop);
      // The view of the cart and the checkout are reported after the cart's lines are known.
      void synced.then((hasItems) => {
        if (isStopped || !hasItems) return;
        if (is('woocommerce-cart')) emit({ type: 'cart.viewed', confirmed: true });
        else if (isCheckout && !isPaying) emit({ type: 'checkout.started', confirmed: true });
      });
    });

    // Later, so that the page's other sources come first and complete what is reported here.
    const ready = () => {
      const timer = setTimeout(begin);
      undo.push(() => clearTimeout(timer));
    };
    if (ofDocument('readyState') === 'loading') undo.push(listen(document, 'DOMContentLoaded', ready));
    else ready();
    return all(undo);
  },
});
