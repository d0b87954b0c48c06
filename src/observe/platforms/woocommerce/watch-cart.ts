import { attempt, quietly } from '../../../base/attempt.js';
import { isObject } from '../../../base/json.js';
import { all, listen } from '../../../browser/listen.js';
import { ofDocument } from '../../../browser/of-document.js';
import type { Fact } from '../../../facts/fact.js';
import { toObject } from '../../../facts/values.js';
import type { Stop } from '../../../types/tracker.js';
import type { Across, Emit, RequestWatch } from '../../adapter.js';
import { onTrigger } from '../../page/jquery-events.js';
import { readButton } from './page.js';
import { readAddress } from './rest.js';
import { hasRefusal, readAnswer, readStoreCart } from './store-cart.js';
import type { Terms } from './store-cart.js';
import { hasBlocks, watchBlocks } from './watch-blocks.js';

/** One change of the cart causes several events. They are collected for this time. */
const SETTLE_MS = 100;
/** How long the blocks may take to load the cart by themselves. */
const BLOCKS_TIMEOUT_MS = 1_500;
/** Kept in place of the cookie's text if the cart has lines and the cookie cannot be read. */
const UNREADABLE = '?';

const CHANGES = [
  'added_to_cart',
  'removed_from_cart',
  'updated_wc_div',
  'updated_cart_totals',
  'wc_cart_emptied',
  // On the page of the cart, another of these events follows. Also triggered if the coupon was refused.
  'applied_coupon_in_checkout',
  'removed_coupon_in_checkout',
];
/**
 * Events of the blocks, for themes that do not load the store of the blocks. The first is also dispatched by the script of product
 * pages without jQuery. https://github.com/woocommerce/woocommerce, legacy/js/frontend/single-add-to-cart.js (2026-11)
 */
const BROWSER_EVENTS = ['added_to_cart', 'wc-blocks_added_to_cart', 'wc-blocks_removed_from_cart'];
/** Shops without pretty addresses have the path in a query parameter. */
const STORE_API = /wc(\/|%2F)store\1(v\d+\1)?(cart|batch)\b/i;
/** Addresses by which themes and plugins change the cart in their own ways. */
const AJAX = /wc-ajax=|admin-ajax\.php|add-to-cart|\/cart\b/;
const ADDITION = /add[-_]to[-_]cart/;

/** The hash of the cart in the cookie, which changes with each change of the cart; empty if the cart is empty. */
export const readHash = (cookies = ofDocument('cookie')): string => {
  const of = (name: string) => new RegExp(`(?:^|; )woocommerce_${name}=([^;]+)`).exec(cookies)?.[1];
  return of('cart_hash') ?? (of('items_in_cart') === '1' ? '1' : '');
};

/**
 * Whether something was added to an empty cart since the page began with these cookies. A cart of an earlier day has no cookie until
 * the page asks for the fragments of the cart. So after such a request, the answer is `false`.
 * https://github.com/woocommerce/woocommerce, legacy/js/frontend/add-to-cart.js and cart-fragments.js (2026-11)
 */
const isNewCart = (cookies: string | undefined): boolean => {
  if (cookies === undefined || readHash(cookies) || !readHash()) return false;
  const entries = attempt(() => performance.getEntriesByType('resource')) ?? [];
  const asked = entries.map(({ name }) => name).join();
  return /=add_to_cart|add-to-cart=|cart\/add-item/.test(asked) && !asked.includes('get_refreshed_fragments');
};

/** What one page keeps of the cart for the next page of the tab. */
export interface CartNote {
  /** The hash in the cookie, or `UNREADABLE`. */
  hash: string;
  /** Kept for the page of the order, where the cart is empty already. */
  terms?: Terms;
}

export interface CartWatch {
  /** Resolves when the cart of this page was reported, with whether it has lines. */
  synced: Promise<boolean>;
  stop: Stop;
}

/**
 * Reports the whole cart after each change: from the store of the blocks, from an answer of the shop, or else read from the Store
 * API. A new page reads the cart only if the cookie says that it has changed since the last page.
 * @param cookiesAtStart the cookies as the page began
 */
export const watchCart = (
  emit: Emit,
  requests: RequestWatch,
  note: Across<CartNote>,
  cookiesAtStart?: string,
): CartWatch => {
  let { hash: last, terms } = toObject(note.read()) as Partial<CartNote>;
  const keep = (hash: string) => note.keep({ hash: (last = hash), terms });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  let round = 0;
  /** The cookie's hash at the request for the cart, until it is answered. */
  let asking: string | undefined;
  let buttons: Fact[] = [];
  let markSynced = () => {};
  const synced = new Promise<boolean>((resolve) => {
    markSynced = () => resolve(!!readHash() || last === UNREADABLE);
  });

  const show = (cart: (Fact & Terms) | undefined) => {
    if (!cart || isStopped) return;
    const { decimals, coupons, ...fact } = cart;
    if (fact.lines?.[0]) terms = { decimals, coupons };
    // A request that is still running or planned is no longer needed.
    round++;
    asking = undefined;
    clearTimeout(timer);
    buttons = [];
    const hash = readHash();
    keep(!hash && fact.lines?.[0] ? UNREADABLE : hash);
    emit(fact);
    markSynced();
  };

  /** `isChanged`: the cart has changed, even if the cookie is the same. */
  const look = async (isChanged: boolean) => {
    const hash = readHash();
    if (!isChanged && (hash === last || last === UNREADABLE)) {
      // A cookie that cannot be read confirms nothing.
      emit({ type: 'cart', confirmed: last !== UNREADABLE, unchanged: true });
    } else if (!isChanged && !hash) {
      show({ type: 'cart', confirmed: true, lines: [] });
    } else {
      const own = (round += 1);
      asking = hash;
      const address = readAddress();
      const cart = address && readStoreCart(await requests.read(address));
      // A cart that was reported meanwhile is newer.
      if (own !== round) return;
      asking = undefined;
      if (cart) return show(cart);
      keep(hash);
      if (!isStopped) buttons.splice(0).forEach((fact) => emit(fact));
    }
    markSynced();
  };

  const later = (ms: number, isChanged: boolean) => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(isChanged).catch(markSynced), ms);
  };
  const changed = () => later(SETTLE_MS, true);

  const press =
    (type: 'cart.added' | 'cart.removed') =>
    (_event: unknown, _fragments: unknown, _hash: unknown, button: unknown) => {
      const line = readButton(button);
      if (line) buttons.push({ type, confirmed: true, lines: [line] });
    };

  if (last === undefined && isNewCart(cookiesAtStart)) emit({ type: 'cart', lines: [] });

  const undo = [
    () => (isStopped = true),
    () => clearTimeout(timer),
    onTrigger(ofDocument('body'), 'added_to_cart', press('cart.added')),
    onTrigger(ofDocument('body'), 'removed_from_cart', press('cart.removed')),
    ...CHANGES.map((type) => onTrigger(ofDocument('body'), type, changed)),
    ...BROWSER_EVENTS.map((type) => listen(ofDocument('body'), type, () => !hasBlocks() && changed())),
    watchBlocks((cart) => show(readStoreCart(cart))),
    requests.watch(
      ({ href, origin }, method) =>
        origin === location.origin && (STORE_API.test(href) || (method === 'POST' && AJAX.test(href))),
      quietly(({ url, status, answer, method, refused }) => {
        if (STORE_API.test(url.href)) {
          if (status < 400) show(readAnswer(answer));
          if (method !== 'GET' && hasRefusal(status, answer)) emit(refused());
          return;
        }
        const isAddition = ADDITION.test(url.href);
        // Plug-ins that add to the cart in their own way copy the answer of WooCommerce, and so do others that do not add.
        const isError = isObject(answer) && answer.error === true && (isAddition || refused().lines?.[0]);
        if (isError || (isAddition && status >= 400)) emit(refused());
        // Most of these requests do not change the cart, so the cookie decides.
        if (readHash() !== (asking ?? last ?? '') && last !== UNREADABLE) changed();
      }),
      ({ href }, method) => (STORE_API.test(href) ? method !== 'GET' : ADDITION.test(href)),
    ),
  ];
  later(hasBlocks() ? BLOCKS_TIMEOUT_MS : 0, false);
  return { synced, stop: all(undo) };
};
