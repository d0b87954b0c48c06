import { quietly } from '../../../base/attempt.js';
import { digest } from '../../../base/digest.js';
import { isObject } from '../../../base/json.js';
import { all, listen } from '../../../browser/listen.js';
import type { Fact, Line } from '../../../facts/fact.js';
import { toText } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';
import type { Adapter, Emit } from '../../adapter.js';
import { readCart } from './cart.js';
import { createKnownCart } from './known-cart.js';
import { readMeta, readProduct } from './product.js';
import { isRefused, readRoute } from './routes.js';
import { watchCheckout } from './watch-checkout.js';

export interface ShopifyOptions {
  /** Products shown in a dialog (quick view) count as viewed too. Default `false`. */
  dialogs?: boolean;
  /** Tell when a visitor goes to the checkout. `false` where the web pixel tells it. Default `true`. */
  checkout?: boolean;
  /** Events of the page from before the start. */
  early?: Event[];
  /** The cookies of the page as it began. Default: as they are at the start. */
  cookies?: string;
}

/** How long the cart is left to settle after a change, in ms: a bundle is added in several requests. */
const SETTLE = 150;

const shopOf = (): Values => {
  const { Shopify: shop } = window as unknown as { Shopify?: unknown };
  return isObject(shop) ? shop : {};
};
const rootOf = (): string => {
  const { routes } = shopOf();
  return (isObject(routes) && toText(routes.root)) || '/';
};

/**
 * The theme of a Shopify shop: its standard events, its cart, its product pages. Orders are placed where themes do not reach,
 * and are the web pixel's. https://shopify.dev/docs/api/ajax/reference/cart (2026-11)
 */
export const shopify = ({ dialogs, checkout = true, early = [], cookies }: ShopifyOptions = {}): Adapter => ({
  name: 'shopify',
  platform: 'shopify',
  detect() {
    const { shop, routes, designMode } = shopOf();
    // In the theme editor it is the merchant who looks.
    return !!(shop || routes) && !designMode;
  },
  start(report, onPageChange, memory, { watch, read }) {
    /** A cart's own name is the key to its checkout. The web pixel tells it by the same digest. */
    const emit: Emit = (fact, by) => report({ ...fact, reference: fact.reference && digest(fact.reference) }, by);
    const cart = createKnownCart(memory, cookies);
    const begun = location.pathname;
    let looked: string | undefined;
    let isTold = false;
    /** The cart as it was seen last. */
    let shown: Fact | undefined;
    /** Somebody looks at the cart, which has still to be read. */
    let isViewed = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    /** The reading that counts; a later one, or a cart that came by itself, makes an earlier one void. */
    let reading = 0;
    let isDue = false;

    const see = (fact: Fact & { lines: Line[] }) => {
      clearTimeout(timer);
      reading++;
      isDue = false;
      const before = cart.see(fact);
      if (before) emit(before);
      emit((shown = fact));
      if (isViewed) view();
    };
    const view = () => {
      isViewed = !shown || isDue;
      if (!isViewed && shown?.lines?.[0]) emit({ ...shown, type: 'cart.viewed' });
    };
    const look = (wait = SETTLE) => {
      clearTimeout(timer);
      isDue = true;
      cart.expect();
      const mine = ++reading;
      const heard = quietly((answer: unknown) => {
        const fact = mine === reading && readCart(answer);
        if (fact) see(fact);
      });
      timer = setTimeout(
        quietly(() => void read(`${rootOf()}cart.js`).then(heard)),
        wait,
      );
    };

    const hear: Record<string, (event: Values) => void> = {
      'shopify:product:view'({ context, product }) {
        if (context !== 'page' && !(dialogs && context === 'dialog')) return;
        const fact = readProduct(product, rootOf());
        if (fact) emit(fact);
      },
      'shopify:cart:view'({ cart: shown }) {
        if (!shown) return;
        view();
        if (isViewed && !isDue) look();
      },
      // Said before the shop is asked, and also where it will refuse.
      'shopify:cart:lines-update'({ promise }) {
        void Promise.resolve(promise).then(
          quietly((outcome) => {
            if (!isObject(outcome) || !outcome.cart) return;
            const { userErrors } = outcome;
            if (!Array.isArray(userErrors) || !userErrors[0]) look();
          }),
          () => {},
        );
      },
    };
    const take = quietly((event: Event) => hear[event.type]?.(event as unknown as Values));

    const showPage = quietly(() => {
      const { pathname, search } = location;
      const { ShopifyAnalytics: analytics } = window as unknown as { ShopifyAnalytics?: unknown };
      // What it says stays as it is when a theme changes the page by script.
      const meta = !isTold && pathname === begun && isObject(analytics) && analytics.meta;
      const fact = readMeta(meta, new URLSearchParams(search).get('variant'), pathname);
      isTold ||= !!fact;
      if (fact) emit(fact);
      if (looked === pathname) return;
      looked = pathname;
      if (!readRoute(pathname).isCartPage) return;
      isViewed = true;
      look(0);
    });

    const undo = [
      () => {
        clearTimeout(timer);
        reading++;
      },
      watch(
        (url) => readRoute(url).isCart,
        ({ url, method, status, answer }) => {
          const { verb } = readRoute(url);
          if (isRefused(status, answer)) return;
          const fact = readCart(answer);
          const isChange = !!verb || method !== 'GET';
          // What was asked for before a change may be answered after it.
          if (fact && (isChange || !isDue)) see(fact);
          else if (isChange) look();
        },
      ),
      ...Object.keys(hear).map((type) => listen(document, type, take, { capture: true })),
      listen(
        document,
        'submit',
        quietly(({ target }: Event) => {
          if (readRoute((target as Element).getAttribute('action')).verb) cart.expect();
        }),
        { capture: true },
      ),
      listen(document, 'DOMContentLoaded', showPage),
      onPageChange(showPage),
    ];
    if (checkout) undo.push(watchCheckout(() => emit({ type: 'checkout.started', reference: cart.token() })));
    // Not again by a later start.
    early.splice(0).forEach(take);
    showPage();
    if (cart.isUnread) look(0);
    return all(undo);
  },
});
