import type { Fact } from '../facts.js';
import { toCurrency, toUnits } from '../money.js';
import { first, toText } from '../values.js';

/** The product that the page is about by its Open Graph properties. */
export const readOpenGraph = (properties: Record<string, string>): Fact | undefined => {
  const name = toText(properties['og:title']);
  if (!name || !/product/i.test(properties['og:type'] ?? '')) return undefined;
  const of = (property: string) => first(properties[`product:${property}`], properties[`og:${property}`]);
  const currency = toCurrency(first(of('price:currency')));
  const reference = toText(of('retailer_item_id'));
  const product = {
    reference,
    name,
    url: toText(properties['og:url']),
    image_url: toText(first(properties['og:image:secure_url'], properties['og:image:url'], properties['og:image'])),
    brand: toText(of('brand')),
    price: toUnits(of('price:amount'), currency),
  };
  return { what: 'product.viewed', lines: [{ product, quantity: 1 }], currency };
};
