import { attempt, quietly } from '../../../base/attempt.js';
import { isObject } from '../../../base/json.js';
import { all, listen } from '../../../browser/listen.js';
import type { Values } from '../../../facts/values.js';
import type { Stop } from '../../../types/tracker.js';

const STORE = 'wc/store/cart';

interface Data {
  select(store: string): Record<string, (...values: unknown[]) => unknown> | undefined;
  subscribe(listener: () => void): Stop;
}

const dataOf = (): Data | undefined => {
  const { wp } = window as unknown as Values;
  return isObject(wp) && isObject(wp.data) ? (wp.data as unknown as Data) : undefined;
};

/** Whether the page keeps its cart in the store of the blocks. */
export const hasBlocks = (): boolean => !!attempt(() => dataOf()?.select(STORE));

/**
 * Calls back with each cart in the store of the blocks. The store is read only after the page itself has loaded the cart. Before,
 * the store's cart is empty, and selecting it would make a request.
 */
export const watchBlocks = (callback: (cart: unknown) => void): Stop => {
  let unsubscribe: Stop | undefined;
  let shown: unknown;
  const look = quietly(() => {
    const store = dataOf()?.select(STORE);
    if (!store?.hasFinishedResolution?.('getCartData', [])) return;
    const cart = store.getCartData?.();
    if (cart === shown) return;
    shown = cart;
    callback(cart);
  });
  // The scripts of the blocks may load after ours.
  const begin = quietly(() => {
    unsubscribe ??= dataOf()?.subscribe(look);
    look();
  });
  begin();
  return all([() => unsubscribe?.(), listen(document, 'DOMContentLoaded', begin), listen(window, 'load', begin)]);
};
