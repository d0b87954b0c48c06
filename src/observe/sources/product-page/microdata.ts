import type { Fact } from '../../../facts/fact.js';
import { toAmount, toUnits } from '../../../facts/money.js';
import type { Values } from '../../../facts/values.js';
import { chooseProduct } from './choose-product.js';
import { readProduct } from './read-product.js';
import type { DescribedPage } from './read-product.js';

/** How many elements are read, and how many characters of their texts: an element's text repeats those of the elements in it. */
const MAX_ELEMENTS = 2_000;
const MAX_CHARS = 500_000;

/**
 * The view of the product that the page is about, by its microdata; `undefined` if there is none, or for a list of products.
 * https://html.spec.whatwg.org/multipage/microdata.html (2026-11)
 */
export const readMicrodata = (document: Document, page: DescribedPage): Fact | undefined => {
  if (!document.querySelector('[itemtype*="schema.org/"]')) return undefined;
  let chars = 0;
  const valueOf = (element: Element, name: string): unknown => {
    // A name or a brand is often a link, whose address is not meant.
    const names = /url$|image|item/i.test(name) ? ['content', 'href', 'src'] : ['content', 'value'];
    const written = names.map((attribute) => element.getAttribute(attribute)).find((text) => text !== null);
    if (written !== undefined || chars > MAX_CHARS) return written;
    const text = element.textContent ?? '';
    chars += text.length;
    // A price without `content` is text for people.
    const units = /price$/i.test(name) ? toUnits(text.trim()) : undefined;
    return units === undefined ? text : toAmount(units);
  };

  const items = new Map<unknown, Values>();
  const nodes: Values[] = [];
  for (const element of [...document.querySelectorAll('[itemscope],[itemprop]')].slice(0, MAX_ELEMENTS)) {
    const owner = items.get(element.parentElement?.closest('[itemscope]'));
    const names = element.getAttribute('itemprop')?.split(/\s+/);
    let item: Values | undefined;
    if (element.hasAttribute('itemscope')) {
      item = { '@type': element.getAttribute('itemtype')?.split(/\s+/), '@id': element.getAttribute('itemid') };
      items.set(element, item);
      if (!names || names.includes('mainEntity')) nodes.push(item);
    }
    for (const name of (owner && names) ?? []) {
      const value = item ?? valueOf(element, name);
      // The first ones count, and a product may have several offers.
      if (owner) owner[name] = name === 'offers' ? [owner[name] ?? [], value].flat() : (owner[name] ?? value);
    }
  }
  // The cards of a list have addresses.
  const product = chooseProduct(nodes, page, !nodes.some(({ url }) => url));
  return product && readProduct(product, nodes, page);
};
