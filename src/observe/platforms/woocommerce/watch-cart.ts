import { quietly } from '../../../base/attempt.js';
import { all, listen } from '../../../browser/listen.js';
import type { Fact } from '../../../facts/fact.js';
import type { Stop } from '../../../types/tracker.js';
import type { Across, Emit, RequestWatch } from '../../adapter.js';
import { onTrigger } from '../../page/jquery-events.js';
import { readButton } from './page.js';
import { readAddress } from './rest.js';
import { readAnswer, readStoreCart } from './store-cart.js';
import type { Terms } from './store-cart.js';
import { hasBlocks, watchBlocks } from './watch-blocks.js';

/** How long several signs of one change are waited for, in ms. */
const TOGETHER = 100;
/** How long the blocks may take to show the cart by themselves, in ms. */
const BLOCKS = 1_500;
/** The cookie cannot be read on this site. */
const BLIND = '?';

const CHANGES = [
  'added_to_cart',
  'removed_from_cart',
  'updated_wc_div',
  'updated_cart_totals',
  'wc_cart_emptied',
  // In its cart these are followed by one of the others. Said also of a coupon that was refused.
  'applied_coupon_in_checkout',
  'removed_coupon_in_checkout',
];
/**
 * What the blocks say of the cart, on themes that do without their store; and the first by the script of product pages that
 * does without jQuery. https://github.com/woocommerce/woocommerce, legacy/js/frontend/single-add-to-cart.js (2026-11)
 */
const BROWSER_EVENTS = ['added_to_cart', 'wc-blocks_added_to_cart', 'wc-blocks_removed_from_cart'];
/** Also as the parameter of shops without pretty addresses. */
const STORE_API = /wc(\/|%2F)store\1(v\d+\1)?(cart|batch)\b/i;
/** Where themes and plugins change the cart in ways of their own. */
const AJAX = /wc-ajax=|admin-ajax\.php|add-to-cart|\/cart\b/;

/** What the cookie says of what is in the cart, changed with each change; empty without any. */
export const readHash = (cookies = document.cookie): string => {
  const of = (name: string) => new RegExp(`(?:^|; )woocommerce_${name}=([^;]+)`).exec(cookies)?.[1];
  return of('cart_hash') ?? (of('items_in_cart') === '1' ? '1' : '');
};

/**
 * Whether something was put into an empty cart since the page began with these cookies. A cart of days ago gets its cookie
 * back when the shop is asked to show it, so that nothing is sure where it was.
 * https://github.com/woocommerce/woocommerce, legacy/js/frontend/add-to-cart.js and cart-fragments.js (2026-11)
 */
const isBegun = (cookies: string | undefined): boolean => {
  if (cookies === undefined || readHash(cookies) || !readHash()) return false;
  const asked = performance
    .getEntriesByType('resource')
    .map(({ name }) => name)
    .join();
  return /=add_to_cart|add-to-cart=|cart\/add-item/.test(asked) && !asked.includes('get_refreshed_fragments');
};

/** What one page knows of the cart for the next. */
export interface CartNote {
  /** What the cookie said. */
  hash: string;
  /** Of the order to come, since the cart is empty once it was bought. */
  terms?: Terms;
}

export interface CartWatch {
  /** Resolves once the cart of this page was shown: whether there is anything in it. */
  synced: Promise<boolean>;
  stop: Stop;
}

/**
 * Shows the whole cart after each change: as the blocks keep it, as the shop answers it, and else read once from the Store API.
 * A page that begins asks for it only where a cookie says that it has changed since the last one.
 * @param begun the cookies as the page began
 */
export const watchCart = (emit: Emit, requests: RequestWatch, note: Across<CartNote>, begun?: string): CartWatch => {
  let { hash: last, terms } = note.read() ?? {};
  const keep = (hash: string) => note.keep({ hash: (last = hash), terms });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  let round = 0;
  /** What the cookie said as the cart was asked for that has not come yet. */
  let asking: string | undefined;
  let buttons: Fact[] = [];
  let settle = () => {};
  const synced = new Promise<boolean>((resolve) => {
    settle = () => resolve(!!readHash() || last === BLIND);
  });

  const show = (cart: (Fact & Terms) | undefined) => {
    if (!cart || isStopped) return;
    const { decimals, coupons, ...fact } = cart;
    if (fact.lines?.[0]) terms = { decimals, coupons };
    // Whatever was to be asked is answered.
    round++;
    asking = undefined;
    clearTimeout(timer);
    buttons = [];
    const hash = readHash();
    keep(!hash && fact.lines?.[0] ? BLIND : hash);
    emit(fact);
    settle();
  };

  /** `isChanged`: something has happened to the cart, whatever the cookie says. */
  const look = async (isChanged: boolean) => {
    const hash = readHash();
    if (!isChanged && (hash === last || last === BLIND)) {
      emit({ type: 'cart', confirmed: true, unchanged: true });
    } else if (!isChanged && !hash) {
      show({ type: 'cart', confirmed: true, lines: [] });
    } else {
      const own = (round += 1);
      asking = hash;
      const address = readAddress();
      const cart = address && readStoreCart(await requests.read(address));
      // What has been shown meanwhile is newer.
      if (own !== round) return;
      asking = undefined;
      if (cart) return show(cart);
      keep(hash);
      if (!isStopped) buttons.splice(0).forEach((fact) => emit(fact));
    }
    settle();
  };

  const later = (ms: number, isChanged: boolean) => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(isChanged).catch(settle), ms);
  };
  const changed = () => later(TOGETHER, true);

  const press =
    (type: 'cart.added' | 'cart.removed') =>
    (_event: unknown, _fragments: unknown, _hash: unknown, button: unknown) => {
      const line = readButton(button);
      if (line) buttons.push({ type, confirmed: true, lines: [line] });
    };

  if (last === undefined && isBegun(begun)) emit({ type: 'cart', confirmed: true, lines: [] });

  const undo = [
    () => (isStopped = true),
    () => clearTimeout(timer),
    onTrigger(document.body, 'added_to_cart', press('cart.added')),
    onTrigger(document.body, 'removed_from_cart', press('cart.removed')),
    ...CHANGES.map((type) => onTrigger(document.body, type, changed)),
    ...BROWSER_EVENTS.map((type) => listen(document.body, type, () => !hasBlocks() && changed())),
    watchBlocks((cart) => show(readStoreCart(cart))),
    requests.watch(
      ({ href, origin }) => origin === location.origin && STORE_API.test(href),
      ({ status, answer }) => status < 400 && show(readAnswer(answer)),
    ),
    requests.watch(
      ({ href, origin }, method) => method === 'POST' && origin === location.origin && AJAX.test(href),
      // Most of them have nothing to do with the cart.
      quietly(() => readHash() !== (asking ?? last ?? '') && last !== BLIND && changed()),
    ),
  ];
  later(hasBlocks() ? BLOCKS : 0, false);
  return { synced, stop: all(undo) };
};
