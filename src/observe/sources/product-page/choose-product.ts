import { fill, first, toText } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';
import { createResolve, isType, objectsOf, parseUrl, textOf } from './parse.js';
import type { DescribedPage } from './read-product.js';

const isProduct = (node: Values) =>
  !!toText(node.name) &&
  (isType(node, 'Product', 'ProductGroup', 'IndividualProduct', 'ProductModel', 'SomeProducts', 'Vehicle', 'Car') ||
    (!!node.offers && isType(node, 'Book', 'Audiobook', 'MusicAlbum', 'VideoGame')));
const isList = (node: Values) => isType(node, 'ItemList', 'CollectionPage', 'SearchResultsPage', 'OfferCatalog');
const isPriced = (node: Values) => !!first(node.offers, node.hasVariant);

/** A name without case, signs and repeated spaces. */
export const toPlainName = (name: unknown): string =>
  (toText(name) ?? '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
/** Whether a plain name holds another one as whole words. Short names stand in too many others. */
export const holdsName = (long: string, short: string): boolean =>
  short.length > 3 && ` ${long} `.includes(` ${short} `);

const CODES = ['sku', 'productID', 'mpn', 'gtin', 'gtin13', 'isbn'];
const idsOf = (node: Values) => {
  const [group] = objectsOf(node.isVariantOf);
  const groups = [node.inProductGroupWithID, node.productGroupID, group?.productGroupID, group?.['@id']];
  return [...CODES.map((name) => node[name]), ...groups, node['@id']].map(toText).filter((id) => id);
};

/** Whether two nodes describe one product: a theme and a plug-in may both do so, and a shop may describe each variant. */
const isAlike = (one: Values, other: Values): boolean => {
  const ids = idsOf(one);
  const [name, otherName] = [one, other].map((node) => toPlainName(node.name)) as [string, string];
  const isOther = CODES.some((code) => one[code] && other[code]);
  return (
    name === otherName ||
    idsOf(other).some((id) => ids.includes(id)) ||
    (!isOther && (holdsName(name, otherName) || holdsName(otherName, name)))
  );
};

/**
 * The product that the page is about, with all that the nodes say of it; `undefined` if there is none, or if several may be meant.
 * Of several products, one may belong to the page's address, be its main entity or bear its name, while others lead elsewhere.
 * @param isSingle whether a product may be meant that shows no sign of it
 */
export const chooseProduct = (
  nodes: Values[],
  { href, canonical, names = [] }: DescribedPage,
  isSingle = true,
): Values | undefined => {
  const resolve = createResolve(nodes);
  const pathOf = (url: unknown) => parseUrl(url, href)?.pathname.replace(/\/$/, '');
  const paths = [href, canonical].map(pathOf);
  const addressesOf = (node: Values) => [
    node.url,
    node['@id'],
    textOf(node.mainEntityOfPage, '@id', 'url'),
    ...objectsOf(node.offers).map(({ url }) => url),
  ];
  const isHere = (url: unknown) => !!url && paths.includes(pathOf(url) ?? '?');
  const mains = new Set(
    nodes.filter((node) => !isList(node)).flatMap((node) => objectsOf(node.mainEntity).slice(0, 9).map(resolve)),
  );
  const headings = names.map(toPlainName).filter((name) => name);

  const products = nodes.filter(isProduct);
  let left = products;
  let isSure = isSingle && !nodes.some(isList);
  const narrow = (isMeant: (node: Values, name: string) => boolean, isProof = true) => {
    const kept = left.filter((node) => isMeant(node, toPlainName(node.name)));
    if (!kept[0]) return;
    left = kept;
    isSure ||= isProof;
  };
  narrow((node) => addressesOf(node).some((url) => !!url && parseUrl(url, href)?.href === href));
  narrow((node) => addressesOf(node).some(isHere));
  narrow((node) => mains.has(node));
  narrow((_, name) => headings.includes(name));
  narrow((_, name) => headings.some((heading) => holdsName(heading, name)));
  narrow((_, name) => headings.some((heading) => holdsName(name, heading)), false);
  narrow(({ url }) => !url, false);

  const [found] = left;
  if (!found || !isSure || !left.every((node) => isAlike(found, node))) return undefined;
  const same = products.filter((node) => isAlike(found, node) && (!node.url || isHere(node.url)));
  const best = [...left, ...same].find(isPriced) ?? found;
  return [...left, ...same].reduce<Values>(fill, { ...best });
};
