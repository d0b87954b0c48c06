import { attempt } from '../base/attempt.js';
import { isObject } from '../base/json.js';
import type { KeptCart } from './cart-lines.js';
import type { Observer } from '../types/tracker.js';
import type { Fact, ProductFacts } from './fact.js';
import { parseStored } from './parse-stored.js';
import { toObject } from './values.js';

/** What is stored of a shop between pages. */
export interface StoredShop {
  cart?: KeptCart;
  product?: { product: ProductFacts; currency?: string; at: number };
  told: [key: string, platform: string | undefined, at: number][];
  ahead?: { fact: Fact; sources: Observer[]; at: number }[];
}

/** Reads the record of a shop. Its values have the right types, and what lacks a part is left out. */
export const readStoredShop = (text: string | null): StoredShop => {
  const { cart, product, told, ahead } = toObject(attempt(() => parseStored(text ?? ''))) as Partial<StoredShop>;
  return {
    cart: cart?.reference && cart.active ? { ...cart, lines: cart.lines ?? [] } : undefined,
    product: product?.product && product.at ? product : undefined,
    told: (told ?? []).filter(
      (entry) => Array.isArray(entry) && typeof entry[0] === 'string' && Number.isFinite(entry[2]),
    ),
    ahead: ahead?.filter(
      (booking) => isObject(booking) && booking.at && Array.isArray(booking.sources) && isObject(booking.fact),
    ),
  };
};
