import { isObject } from '../../core/json.js';
import type { Fact, ProductFacts } from '../facts.js';
import { toCurrency, toUnits } from '../money.js';
import { first, toObjects, toText, toTexts } from '../values.js';
import type { Values } from '../values.js';
import { isType, readNodes } from './parse.js';

/** Where a document says it is. */
export interface PageAddress {
  href: string;
  /** The address that it gives itself; absolute. */
  canonical?: string;
}

const isOne = () => true;
/** The objects in a place that may hold one or several. */
const objectsOf = (value: unknown): Values[] => toObjects(value, isOne);
/** Text that may stand by itself, in a list, or as the name or address of an object. */
const textOf = (value: unknown, ...names: string[]): string | undefined => {
  const [one] = [value].flat();
  return toText(isObject(one) ? first(...names.map((name) => one[name])) : one);
};

/** The path of an address: the same page however the visitor came to it. */
const pathOf = (url: unknown, base: string): string | undefined => {
  try {
    return new URL(url as string, base).pathname.replace(/\/$/, '');
  } catch {
    return undefined;
  }
};

const priceOf = (offer: Values | undefined, currency: string | undefined) => {
  const [specified] = objectsOf(offer?.priceSpecification);
  return toUnits(
    first(offer?.price, offer?.lowPrice, specified?.price, specified?.minPrice, offer?.minPrice),
    currency,
  );
};

/** The categories that a trail of links names: neither its start nor the product itself. */
const readTrail = (nodes: Values[], product: string | undefined): string[] | undefined => {
  const trail = nodes.find((node) => isType(node, 'BreadcrumbList'));
  const names = objectsOf(trail && toObjects(trail.itemListElement)).map(
    ({ name, item }) => toText(name) ?? textOf(item, 'name'),
  );
  return toTexts(names.slice(1).filter((name) => name !== product));
};

const readProduct = (node: Values, nodes: Values[], { href }: PageAddress): Fact => {
  const resolve = (value: Values): Values =>
    (value['@id'] && Object.keys(value).length < 3 && nodes.find((one) => one['@id'] === value['@id'])) || value;
  const isHere = ({ url }: Values) => typeof url === 'string' && !!url && new URL(url, href).href === href;
  const offersOf = (one: Values) => {
    const offers = objectsOf(one.offers).map(resolve);
    return [...offers.flatMap((offer) => objectsOf(offer.offers)).filter(isHere), ...offers];
  };

  const variants = objectsOf(node.hasVariant).map(resolve);
  const shown = variants.find((one) => isHere(one) || offersOf(one).some(isHere));
  const variant = shown ?? (variants.length === 1 ? variants[0] : undefined);
  const offers = offersOf(variant ?? node);
  const offer = offers.find(isHere) ?? offers[0] ?? (variants[0] && offersOf(variants[0])[0]);
  const [specified] = objectsOf(offer?.priceSpecification);
  const currency = toCurrency(first(offer?.priceCurrency, specified?.priceCurrency));

  const name = toText(node.name);
  const sku = toText(first(variant?.sku, offer?.sku, node.sku));
  const [group] = objectsOf(node.isVariantOf).map(resolve);
  const product: ProductFacts = {
    reference: toText(
      first(node.productGroupID, node.inProductGroupWithID, group?.productGroupID, node.productID, node.sku),
    ),
    sku,
    aliases: toTexts(
      [node, variant, offer].flatMap((one) => [one?.productID, one?.mpn, one?.gtin, one?.gtin13, one?.gtin12]),
    ),
    name,
    url: toText(first(node.url, offer?.url)),
    image_url: textOf(first(variant?.image, node.image), 'contentUrl', 'url', '@id'),
    brand: textOf(first(node.brand, node.manufacturer), 'name'),
    categories:
      readTrail(nodes, name) ?? (typeof node.category === 'string' ? toTexts(node.category.split(/[>/]/)) : undefined),
    price: priceOf(offer, currency),
  };
  return { what: 'product.viewed', lines: [{ product, quantity: 1 }], currency };
};

/** The product that the page is about by its JSON-LD; nothing for a list of products. */
export const readJsonLd = (texts: string[], page: PageAddress): Fact | undefined => {
  const nodes = readNodes(texts);
  const products = nodes.filter((node) => isType(node, 'Product', 'ProductGroup') && toText(node.name));
  const paths = [pathOf(page.href, page.href), pathOf(page.canonical, page.href)];
  const here = products.filter((node) =>
    [node.url, node['@id']].some((url) => typeof url === 'string' && paths.includes(pathOf(url, page.href))),
  );
  // A theme and a plug-in may describe the same product twice, and a shop each of its variants.
  const isOne = (list: Values[]) =>
    new Set(list.map((node) => toText(first(node.inProductGroupWithID, node.name)))).size === 1;
  const isList = nodes.some((node) => isType(node, 'ItemList', 'CollectionPage', 'SearchResultsPage'));
  const [chosen] = [here, isList ? [] : products].find(isOne) ?? [];
  return chosen && readProduct(chosen, nodes, page);
};
