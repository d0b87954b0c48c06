import type { Fact } from '../../../facts/fact.js';
import { chooseProduct } from './choose-product.js';
import { readNodes } from './parse.js';
import { readProduct } from './read-product.js';
import type { DescribedPage } from './read-product.js';

/** The view of the product that the page is about, by its JSON-LD; `undefined` for a list of products. */
export const readJsonLd = (texts: string[], page: DescribedPage): Fact | undefined => {
  const nodes = readNodes(texts);
  const product = chooseProduct(nodes, page);
  return product && readProduct(product, nodes, page);
};
