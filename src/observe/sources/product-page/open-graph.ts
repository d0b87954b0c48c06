import type { Fact } from '../../../facts/fact.js';
import { first } from '../../../facts/values.js';
import { readProduct } from './json-ld.js';

/** The view of the product that the page is about, by its Open Graph properties; `undefined` if they describe none. */
export const readOpenGraph = (properties: Record<string, string>): Fact | undefined => {
  const of = (...names: string[]) => first(...names.map((name) => properties[name]));
  const name = of('og:title');
  if (!name || !/product/i.test(properties['og:type'] ?? '')) return undefined;
  const node = {
    name,
    url: of('og:url'),
    image: of('og:image:secure_url', 'og:image:url', 'og:image'),
    productID: of('product:retailer_item_id'),
    brand: of('product:brand'),
    offers: {
      price: of('product:price:amount', 'og:price:amount'),
      priceCurrency: of('product:price:currency', 'og:price:currency'),
    },
  };
  return readProduct(node, [], { href: '' });
};
