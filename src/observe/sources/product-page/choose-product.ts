import { fill, first, toText } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';
import { createResolve, isProductType, isType, objectsOf, pickByAddress, textOf, toLastPart, toPath } from './parse.js';
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
 * A single one must not lead elsewhere either, unless the page shows that it is meant: a category or a post may name one product.
 * @param isSingle whether a product may be meant that shows no sign of it
 */
export const chooseProduct = (
  nodes: Values[],
  { href, canonical, type, names = [] }: DescribedPage,
  isSingle = true,
): Values | undefined => {
  const resolve = createResolve(nodes);
  const pathOf = (url: unknown) => toPath(url, href);
  const paths: (string | undefined)[] = [href, canonical].flatMap((url) => pathOf(url) ?? []);
  const addressesOf = (node: Values) => [
    // The id only without an address: `#product` is read as one within this page.
    first(node.url, node['@id']),
    textOf(node.mainEntityOfPage, '@id', 'url'),
    ...objectsOf(node.offers).map(({ url }) => url),
  ];
  const isHere = (url: unknown) => paths.includes(pathOf(url));
  const isElsewhere = (url: unknown) => {
    const path = pathOf(url);
    return !!path && paths.every((page) => toLastPart(page) !== toLastPart(path));
  };
  const mains = new Set(
    nodes.filter((node) => !isList(node)).flatMap((node) => objectsOf(node.mainEntity).slice(0, 9).map(resolve)),
  );
  // The name of the shop may follow that of the page.
  const titles = names.flatMap((name) => [name, ...name.split(/\s[-–—|·•:»]\s/, 1)]);
  const headings = titles.map(toPlainName).filter((name) => name);

  const products = nodes.filter(isProduct);
  let left = products;
  // 0 is a guess; 1 suffices unless something speaks against it, such as an address elsewhere.
  let proof = isSingle && !nodes.some(isList) ? 1 : 0;
  const narrow = (isMeant: (node: Values, name: string) => boolean, given = 2) => {
    const kept = left.filter((node) => isMeant(node, toPlainName(node.name)));
    if (!kept[0]) return;
    left = kept;
    proof = Math.max(proof, given);
  };
  const best = pickByAddress(products, addressesOf, href);
  const here = products.filter((node) => addressesOf(node).some(isHere));
  narrow((node) => best.includes(node));
  narrow((node) => here.includes(node));
  narrow((node) => mains.has(node));
  narrow((_, name) => headings.includes(name));
  narrow((_, name) => headings.some((heading) => holdsName(heading, name)), 1);
  narrow((_, name) => headings.some((heading) => holdsName(name, heading)), 0);
  narrow(({ url }) => !url, 0);

  const [found] = left;
  if (!found || !proof) return undefined;
  const isSame = (node: Values) => isAlike(found, node);
  // A shop may describe each variant as a product of its own; then the page bears the name that they share.
  const shared =
    !here.every(isSame) &&
    titles.find((title) => here.every((node) => holdsName(toPlainName(node.name), toPlainName(title))));
  if (!shared && !left.every(isSame)) return undefined;

  const same = [...left, ...products.filter(({ url }) => !isElsewhere(url))].filter(isSame);
  const product = { ...(same.find(isPriced) ?? found) };
  for (const node of same) fill(product, node);
  if (shared) product.name = shared;

  const isPost = nodes.some(
    (node) =>
      isType(node, 'Article', 'BlogPosting', 'NewsArticle') && addressesOf(node).every((url) => !url || isHere(url)),
  );
  const isProven = proof > 1;
  // Some plug-ins call each page an article, also that of a product.
  const isDoubtful = ({ url }: Values) =>
    isPost || type === 'article' ? !(url ? isHere(url) : isProven && !isPost) : !isProven && isElsewhere(url);
  // Shops describe themselves as a product, to get stars in search results.
  const isShop = product.aggregateRating && !isPriced(product) && !(isProven && paths[0]);
  return isProductType(type) || !(isShop || left.some(isDoubtful)) ? product : undefined;
};
