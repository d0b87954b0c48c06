import { isObject } from '../../../base/json.js';

/** The Ajax API and the pages of the cart, in any language of the shop. */
const CART = /^(?:\/[a-z]{2,3}(?:-[a-z\d]{2,4}){0,2})?\/cart(?:\/(add|change|update|clear))?(\.js|\.json)?\/?$/i;
const CHECKOUT = /^(?:\/[a-z]{2,3}(?:-[a-z\d]{2,4}){0,2})?\/(cart\/)?checkouts?(\/|$)/i;

/** Whether an address of the shop is about the cart or the checkout. */
export const readRoute = (address: string | URL | null | undefined, base = location.href) => {
  const url = address ? new URL(address, base) : undefined;
  const path = url?.origin === location.origin ? url.pathname : '';
  const [isCart, verb, isData] = CART.exec(path) ?? [];
  return {
    isCart: !!isCart,
    /** `add`, `change`, `update` or `clear`. */
    verb,
    /** Whether it is the page that shows the cart. */
    isCartPage: !!isCart && !verb && !isData,
    isCheckout: CHECKOUT.test(path),
  };
};

/** Whether the shop refused a change: by the status of the answer, or by a `status` in its body. */
export const isRefused = (status: number, answer: unknown): boolean =>
  status >= 400 || (isObject(answer) && !!answer.status);
