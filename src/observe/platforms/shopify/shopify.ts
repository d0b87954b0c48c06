import { quietly } from '../../../base/attempt.js';
import { digest } from '../../../base/digest.js';
import { isObject } from '../../../base/json.js';
import { all, listen } from '../../../browser/listen.js';
import type { Fact, Line } from '../../../facts/fact.js';
import { toText } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';
import type { PageEvent } from '../../../types/page.js';
import type { Adapter, Emit } from '../../adapter.js';
import { readCart } from './cart.js';
import { createKnownCart } from './known-cart.js';
import { readMeta, readProduct } from './product.js';
import { isRefused, readRoute } from './routes.js';
import { watchCheckout } from './watch-checkout.js';

/** The options of the adapter for Shopify. */
export interface ShopifyOptions {
  /** Whether a product shown in a dialog (quick view) counts as viewed. Default `false`. */
  dialogs?: boolean;
  /** Whether to report that a visitor goes to the checkout. Use `false` if the web pixel reports it. Default `true`. */
  checkout?: boolean;
  /** Events of the page that were recorded before the start. */
  early?: PageEvent[];
  /** The cookies as the page began. Default: the cookies at the start. */
  cookies?: string;
}

/** How long after a change the cart is read: a bundle is added in several requests. */
const SETTLE_MS = 150;

const shopOf = (): Values => {
  const { Shopify: shop } = window as unknown as { Shopify?: unknown };
  return isObject(shop) ? shop : {};
};
const rootOf = (): string => {
  const { routes } = shopOf();
  return (isObject(routes) && toText(routes.root)) || '/';
};

/**
 * Observes the theme of a Shopify shop: its standard events, its cart and its product pages. Orders are placed on pages without a
 * theme, so the web pixel reports them. https://shopify.dev/docs/api/ajax/reference/cart (2026-11)
 * @example
 * ```ts
 * import { createShop } from 'vitrina/observe';
 * import { shopify } from 'vitrina/observe/shopify';
 *
 * const { plugin } = createShop([shopify({ checkout: false })]);
 * ```
 */
export const shopify = ({ dialogs, checkout = true, early = [], cookies }: ShopifyOptions = {}): Adapter => ({
  name: 'shopify',
  platform: 'shopify',
  detect() {
    const { shop, routes, designMode } = shopOf();
    // In the theme editor, the merchant looks at the shop and no visitor.
    return !!(shop || routes) && !designMode;
  },
  start(report, onPageChange, memory, { watch, read, beginChange }) {
    /** Reports a digest of the cart's token, because the token gives access to the checkout. The web pixel uses the same digest. */
    const emit: Emit = (fact, by) => report({ ...fact, reference: fact.reference && digest(fact.reference) }, by);
    const cart = createKnownCart(memory, cookies);
    const firstPath = location.pathname;
    let shownPath: string | undefined;
    let isProductReported = false;
    /** The cart as it was last reported. */
    let shown: Fact | undefined;
    /** The visitor views the cart, and it has not been read yet. */
    let isViewed = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    /** Number of the current reading. An answer to an earlier reading is ignored. */
    let reading = 0;
    let isDue = false;

    const showCart = (fact: Fact & { lines: Line[] }) => {
      clearTimeout(timer);
      reading++;
      isDue = false;
      const before = cart.updateCart(fact);
      if (before) emit(before);
      emit((shown = fact));
      if (isViewed) reportView();
    };
    const reportView = () => {
      isViewed = !shown || isDue;
      if (!isViewed && shown?.lines?.[0]) emit({ ...shown, type: 'cart.viewed' });
    };
    const readLater = (wait = SETTLE_MS) => {
      clearTimeout(timer);
      isDue = true;
      cart.expectChange();
      const ownReading = ++reading;
      const onAnswer = quietly((answer: unknown) => {
        const fact = ownReading === reading && readCart(answer);
        if (fact) showCart(fact);
      });
      timer = setTimeout(
        quietly(() => void read(`${rootOf()}cart.js`).then(onAnswer)),
        wait,
      );
    };

    const handlers: Record<string, (event: Values) => void> = {
      'shopify:product:view'({ context, product }) {
        if (context !== 'page' && !(dialogs && context === 'dialog')) return;
        const fact = readProduct(product, rootOf());
        if (fact) emit(fact);
      },
      'shopify:cart:view'({ cart: shown }) {
        if (!shown) return;
        reportView();
        if (isViewed && !isDue) readLater();
      },
      // Dispatched before the request, also if the shop will refuse the change.
      'shopify:cart:lines-update'({ promise }) {
        const since = Date.now();
        const end = beginChange();
        void Promise.resolve(promise)
          .then(
            quietly((outcome) => {
              if (!isObject(outcome)) return;
              const { cart: changed, userErrors } = outcome;
              if (Array.isArray(userErrors) && userErrors[0]) emit({ type: 'refused', confirmed: true, since });
              else if (changed) readLater();
            }),
            () => {},
          )
          .then(end);
      },
    };
    const onThemeEvent = quietly((event: Event) => handlers[event.type]?.(event as unknown as Values));

    const showPage = quietly(() => {
      const { pathname, search } = location;
      const { ShopifyAnalytics: analytics } = window as unknown as { ShopifyAnalytics?: unknown };
      // The meta data is not updated if the theme shows another page by script.
      const meta = !isProductReported && pathname === firstPath && isObject(analytics) && analytics.meta;
      const fact = readMeta(meta, new URLSearchParams(search).get('variant'), pathname);
      isProductReported ||= !!fact;
      if (fact) emit(fact);
      if (shownPath === pathname) return;
      shownPath = pathname;
      if (!readRoute(pathname).isCartPage) return;
      isViewed = true;
      readLater(0);
    });

    const undo = [
      () => {
        clearTimeout(timer);
        reading++;
      },
      watch(
        (url) => readRoute(url).isCart,
        ({ url, method, status, answer, refused }) => {
          const { verb } = readRoute(url);
          if (isRefused(status, answer)) {
            if (verb) emit(refused());
            return;
          }
          const fact = readCart(answer);
          const isChange = !!verb || method !== 'GET';
          // A request from before a change may be answered after it, with the old cart.
          if (fact && (isChange || !isDue)) showCart(fact);
          else if (isChange) readLater();
        },
        (url) => !!readRoute(url).verb,
      ),
      ...Object.keys(handlers).map((type) => listen(document, type, onThemeEvent, { capture: true })),
      listen(
        document,
        'submit',
        quietly(({ target }: Event) => {
          if (readRoute((target as Element).getAttribute('action')).verb) cart.expectChange();
        }),
        { capture: true },
      ),
      listen(document, 'DOMContentLoaded', showPage),
      onPageChange(showPage),
    ];
    if (checkout) undo.push(watchCheckout(() => emit({ type: 'checkout.started', reference: cart.token() })));
    // `splice` empties the list, so that a later start does not handle the events again.
    early.splice(0).forEach(onThemeEvent);
    showPage();
    if (cart.isUnread) readLater(0);
    return all(undo);
  },
});
