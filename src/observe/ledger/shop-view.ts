import { toItems, toProduct, toValue } from '../../facts/to-props.js';
import type { PageContext } from '../../facts/to-props.js';
import type { Cart, Product } from '../../types/actions.js';
import type { State } from './state.js';

/** The product that the visitor viewed last. */
export interface LastProduct extends Product {
  /** Unix seconds. */
  viewed_at: number;
}

/** The visitor's cart, as far as it was observed. */
export interface ObservedCart extends Cart {
  /** Stays the same until an order is placed. */
  reference: string;
  amount?: number;
  currency?: string;
  /** Unix seconds of the last change or view of the cart. */
  updated_at: number;
}

/** The product that was viewed last; `undefined` after a checkout has started or an order was placed. */
export const readProduct = ({ product }: State, context: PageContext): LastProduct | undefined =>
  product && {
    ...toProduct(product.product, { ...context, currency: product.currency }),
    viewed_at: product.at / 1000,
  };

/** The cart; `undefined` if it is empty, and after an order was placed. */
export const readCart = ({ cart }: State, { platform, address }: PageContext): ObservedCart | undefined => {
  if (!cart?.lines[0]) return undefined;
  const { reference, lines, currency, active } = cart;
  return {
    reference,
    source: platform,
    items: toItems(lines, { platform, address, currency }),
    ...toValue(undefined, lines, currency),
    updated_at: active / 1000,
  };
};
