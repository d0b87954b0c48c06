import { all, listen } from '../../browser/lifecycle.js';
import type { Stop } from '../../types.js';
import type { Across, Emit, Fact } from '../facts.js';
import { onTrigger } from '../on-trigger.js';
import { quietly } from '../quietly.js';
import type { RequestWatch } from '../watch-requests.js';
import { readButton } from './page.js';
import { readAddress } from './rest.js';
import { readAnswer, readStoreCart } from './store-cart.js';
import { hasBlocks, watchBlocks } from './watch-blocks.js';

/** How long several signs of one change are waited for, in ms. */
const TOGETHER = 100;
/** How long the blocks may take to show the cart by themselves, in ms. */
const BLOCKS = 1_500;
/** The cookie cannot be read on this site. */
const BLIND = '?';

const CHANGES = ['added_to_cart', 'removed_from_cart', 'updated_wc_div', 'updated_cart_totals', 'wc_cart_emptied'];
/** What the blocks say of the cart, on themes that do without their store. */
const BLOCK_EVENTS = ['wc-blocks_added_to_cart', 'wc-blocks_removed_from_cart'];
/** Also as the parameter of shops without pretty addresses. */
const STORE_API = /wc(\/|%2F)store\1(v\d+\1)?(cart|batch)\b/i;
/** Where themes and plugins change the cart in ways of their own. */
const AJAX = /wc-ajax=|admin-ajax\.php|add-to-cart|\/cart\b/;

/** What the cookie says of what is in the cart, changed with each change; empty without any. */
export const readHash = (): string => {
  const of = (name: string) => new RegExp(`(?:^|; )woocommerce_${name}=([^;]+)`).exec(document.cookie)?.[1];
  return of('cart_hash') ?? (of('items_in_cart') === '1' ? '1' : '');
};

export interface CartWatch {
  /** Resolves once the cart of this page was shown: whether there is anything in it. */
  synced: Promise<boolean>;
  stop: Stop;
}

/**
 * Shows the whole cart after each change: as the blocks keep it, as the shop answers it, and else read once from the Store API.
 * A page that begins asks for it only where a cookie says that it has changed since the last one.
 */
export const watchCart = (emit: Emit, requests: RequestWatch, last: Across<string>): CartWatch => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  let round = 0;
  let buttons: Fact[] = [];
  let settle = () => {};
  const synced = new Promise<boolean>((resolve) => {
    settle = () => resolve(!!readHash() || last.read() === BLIND);
  });

  const show = (fact: Fact | undefined) => {
    if (!fact || isStopped) return;
    // Whatever was to be asked is answered.
    round++;
    clearTimeout(timer);
    buttons = [];
    const hash = readHash();
    last.keep(!hash && fact.lines?.[0] ? BLIND : hash);
    emit(fact);
    settle();
  };

  /** `isChanged`: something has happened to the cart, whatever the cookie says. */
  const look = async (isChanged: boolean) => {
    const before = last.read();
    const hash = readHash();
    if (!isChanged && (hash === before || before === BLIND)) {
      emit({ what: 'cart', confirmed: true, unchanged: true });
    } else if (!isChanged && !hash) {
      show({ what: 'cart', confirmed: true, lines: [] });
    } else {
      const own = (round += 1);
      const address = readAddress();
      const cart = address && readStoreCart(await requests.read(address));
      // What has been shown meanwhile is newer.
      if (own !== round) return;
      if (cart) return show(cart);
      last.keep(hash);
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
    (what: 'cart.added' | 'cart.removed') =>
    (_event: unknown, _fragments: unknown, _hash: unknown, button: unknown) => {
      const line = readButton(button);
      if (line) buttons.push({ what, confirmed: true, lines: [line] });
    };

  const undo = [
    () => (isStopped = true),
    () => clearTimeout(timer),
    onTrigger(document.body, 'added_to_cart', press('cart.added')),
    onTrigger(document.body, 'removed_from_cart', press('cart.removed')),
    ...CHANGES.map((type) => onTrigger(document.body, type, changed)),
    ...BLOCK_EVENTS.map((type) => listen(document.body, type, () => !hasBlocks() && changed())),
    watchBlocks((cart) => show(readStoreCart(cart))),
    requests.watch(
      ({ href, origin }) => origin === location.origin && STORE_API.test(href),
      ({ status, answer }) => status < 400 && show(readAnswer(answer)),
    ),
    requests.watch(
      ({ href, origin }, method) => method === 'POST' && origin === location.origin && AJAX.test(href),
      // Most of them have nothing to do with the cart.
      quietly(() => readHash() !== (last.read() ?? '') && last.read() !== BLIND && changed()),
    ),
  ];
  later(hasBlocks() ? BLOCKS : 0, false);
  return { synced, stop: all(undo) };
};
