import { isObject, parseObject } from '../base/json.js';
import type { KeptCart } from './cart-lines.js';
import type { Line, ProductFacts } from './fact.js';

/** What is stored of a shop between pages, as far as it has the right types: other scripts may have written anything. */
export interface StoredShop {
  cart?: KeptCart;
  product?: { product: ProductFacts; currency?: string; at: number };
  told: [key: string, platform: string | undefined, at: number][];
  ahead?: (object & { at: number })[];
}

const toList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const isLine = (line: unknown) => isObject(line) && isObject(line.product) && Number.isFinite(line.quantity);

/** Reads the record of a shop. */
export const readStoredShop = (text: string | null): StoredShop => {
  const { cart, product, told, ahead } = parseObject(text) ?? {};
  return {
    cart:
      isObject(cart) && typeof cart.reference === 'string' && Number.isFinite(cart.active)
        ? ({ ...cart, lines: toList(cart.lines).filter(isLine) as Line[] } as KeptCart)
        : undefined,
    product:
      isObject(product) && isObject(product.product) && Number.isFinite(product.at)
        ? (product as unknown as StoredShop['product'])
        : undefined,
    told: toList(told).filter(
      (entry) => Array.isArray(entry) && typeof entry[0] === 'string' && Number.isFinite(entry[2]),
    ) as StoredShop['told'],
    ahead:
      (ahead as unknown[] | undefined) &&
      (toList(ahead).filter(
        (booking) =>
          isObject(booking) &&
          Number.isFinite(booking.at) &&
          Array.isArray(booking.sources) &&
          isObject(booking.fact) &&
          toList(booking.fact.lines).every(isLine),
      ) as StoredShop['ahead']),
  };
};
