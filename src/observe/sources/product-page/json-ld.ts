import { isObject } from '../../../base/json.js';
import type { Fact } from '../../../facts/fact.js';
import { toCurrency, toUnits } from '../../../facts/money.js';
import { first, toObjects, toText, toTexts, toUrl } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';
import { isType, readNodes } from './parse.js';

/** The addresses of a document. */
export interface PageAddress {
  href: string;
  /** The canonical address that the document gives; absolute. */
  canonical?: string;
}

/** The objects in a value that may be one object or a list. */
const objectsOf = (value: unknown): Values[] => toObjects(value, () => true);

/** The value itself, the first in a list, or the field of an object. */
const valueOf = (value: unknown, ...names: string[]): unknown => {
  const [one] = [value].flat();
  return isObject(one) ? first(...names.map((name) => one[name])) : one;
};
const textOf = (value: unknown, name: string): string | undefined => toText(valueOf(value, name));

const parse = (url: unknown, base: string): URL | undefined => {
  try {
    return url && typeof url === 'string' ? new URL(url, base) : undefined;
  } catch {
    return undefined;
  }
};
/** The path of an address, without query and fragment. */
const pathOf = (url: unknown, base: string) => parse(url, base)?.pathname.replace(/\/$/, '');

/** The view of a product that a node describes. References in it are resolved among the other nodes. */
export const readProduct = (node: Values, nodes: Values[], { href }: PageAddress): Fact => {
  const resolve = (value: Values): Values =>
    (!!value['@id'] && Object.keys(value).length < 3 && nodes.find((one) => one['@id'] === value['@id'])) || value;
  const isHere = ({ url }: Values) => parse(url, href)?.href === href;
  const offersOf = (one: Values): Values[] =>
    objectsOf(one.offers).flatMap((offer) => [resolve(offer), ...objectsOf(offer.offers)]);

  const variants = objectsOf(node.hasVariant).map(resolve);
  const variant = variants.find((one) => [one, ...offersOf(one)].some(isHere));
  const offers = [variant ?? node, ...variants].flatMap(offersOf);
  const offer = offers.find(isHere) ?? offers[0];
  const places = [offer, ...objectsOf(offer?.priceSpecification)];
  const ofOffer = (...names: string[]) => first(...places.flatMap((place) => names.map((name) => place?.[name])));
  const currency = toCurrency(ofOffer('priceCurrency'));

  const name = toText(node.name);
  const { category } = node;
  const trail = objectsOf(nodes.find((one) => isType(one, 'BreadcrumbList'))?.itemListElement)
    .map(({ name: text, item }) => toText(text) ?? textOf(item, 'name'))
    .filter((text, index) => index && text !== name);
  const product = {
    reference: toText(first(node.productGroupID, node.inProductGroupWithID, node.productID, node.sku)),
    sku: toText(first(variant?.sku, offer?.sku, node.sku)),
    aliases: toTexts([node, variant, offer].flatMap((one) => [one?.productID, one?.mpn, one?.gtin, one?.gtin13])),
    name,
    url: toUrl(first(node.url, offer?.url)),
    image_url: toUrl(valueOf(first(variant?.image, node.image), 'contentUrl', 'url', '@id')),
    brand: textOf(node.brand, 'name'),
    categories: toTexts(trail) ?? toTexts(typeof category === 'string' ? category.split(/[>/]/) : []),
    price: toUnits(ofOffer('price', 'lowPrice', 'minPrice'), currency),
  };
  return { type: 'product.viewed', lines: [{ product, quantity: 1 }], currency };
};

/** The view of the product that the page is about, by its JSON-LD; `undefined` for a list of products. */
export const readJsonLd = (texts: string[], page: PageAddress): Fact | undefined => {
  const nodes = readNodes(texts);
  const products = nodes.filter((node) => isType(node, 'Product', 'ProductGroup') && toText(node.name));
  const paths = [page.href, page.canonical].map((url) => pathOf(url, page.href));
  const here = products.filter((node) =>
    [node.url, node['@id']].some((url) => url && paths.includes(pathOf(url, page.href) ?? '?')),
  );
  // A theme and a plug-in may both describe the same product, and a shop may describe each of its variants.
  const isOne = (list: Values[]) =>
    new Set(list.map((node) => toText(first(node.inProductGroupWithID, node.name)))).size === 1;
  const isList = nodes.some((node) => isType(node, 'ItemList', 'CollectionPage', 'SearchResultsPage'));
  const [chosen] = [here, isList ? [] : products].find(isOne) ?? [];
  return chosen && readProduct(chosen, nodes, page);
};
