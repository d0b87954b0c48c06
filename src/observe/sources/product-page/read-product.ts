import { isObject } from '../../../base/json.js';
import type { Fact } from '../../../facts/fact.js';
import { createAmountReader, toCurrency, toUnits } from '../../../facts/money.js';
import { first, toText, toTexts, toUrl } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';
import { createResolve, isType, objectsOf, pickByAddress, textOf, toPath, valueOf } from './parse.js';

/** What a document says of itself. */
export interface DescribedPage {
  href: string;
  /** The canonical address that the document gives; absolute. */
  canonical?: string;
  /** The type that the document gives itself for previews. */
  type?: string;
  /** What the document calls its subject: its headings, and its title for previews. */
  names?: string[];
  /** The currency that the document names for previews. */
  currency?: unknown;
  /** Amounts that the document gives for its product elsewhere, as they are written. */
  amounts?: unknown[];
}

/** How many nested objects of a product are read. References could multiply a few objects without end. */
const MAX_NESTED = 5_000;
/** How many amounts are compared to find out how they are written. */
const MAX_AMOUNTS = 200;

/** From this rank on, an amount is not what the product costs. From the second one on, it is no price of the product at all. */
const NO_PRICE = 3;
const NO_AMOUNT = 4;

/** How well a price, or the offer that holds it, says what one piece costs anybody now. 0 is best. */
const rankOf = (place: Values): number => {
  const type = textOf(place.priceType, '@id') ?? '';
  if (
    isType(place, 'DeliveryChargeSpecification', 'PaymentChargeSpecification') ||
    place.priceComponentType ||
    place.validForMemberTier
  )
    return NO_AMOUNT;
  if (/List|SRP|Strike|Minimum|Invoice/.test(type)) return NO_PRICE;
  if (/Regular/.test(type)) return 2;
  // The price of a kilo beside that of the package, or of a dozen beside that of one.
  return place.referenceQuantity || place.eligibleQuantity || place.eligibleTransactionVolume ? 1 : 0;
};

const priceOf = ({ price, lowPrice, minPrice }: Values) => first(price, lowPrice, minPrice);
const amountsOf = ({ price, lowPrice, highPrice, minPrice }: Values) => [price, lowPrice, highPrice, minPrice];

/** The view of a product that a node describes. References in it are resolved among the other nodes. */
export const readProduct = (
  node: Values,
  nodes: Values[],
  { href, canonical, currency: shownCurrency, amounts = [] }: DescribedPage,
): Fact => {
  const resolve = createResolve(nodes);
  let left = MAX_NESTED;
  const nestedIn = (value: unknown) => objectsOf(value).flatMap((one) => (left-- > 0 ? [resolve(one)] : []));
  const offersOf = (one: Values) => nestedIn(one.offers).flatMap((offer) => [offer, ...nestedIn(offer.offers)]);
  const placesOf = (offer: Values) =>
    [offer, ...nestedIn(offer.priceSpecification)].flatMap((place) => [place, ...nestedIn(place.priceComponent)]);

  const variants = nestedIn(node.hasVariant);
  const [variant] = pickByAddress(variants, (one) => [one, ...offersOf(one)].map(({ url }) => url), href);
  const offers = [variant ?? node, ...variants].flatMap(offersOf).map((offer) => {
    const places = placesOf(offer);
    const [best] = places
      .filter((place) => rankOf(place) < NO_PRICE && toUnits(priceOf(place)) !== undefined)
      .sort((one, other) => rankOf(one) - rankOf(other));
    return { offer, places, best, rank: best ? rankOf(best) : NO_PRICE };
  });
  const isPriced = offers.some(({ best }) => best);
  const choice = offers.filter(({ best }) => best ?? !isPriced).sort((one, other) => one.rank - other.rank);
  const { offer, places = [], best } = pickByAddress(choice, (one) => [one.offer.url], href)[0] ?? choice[0] ?? {};
  const currency = toCurrency(
    first(...[best, ...places, offers[0]?.offer].map((place) => place?.priceCurrency), shownCurrency),
  );
  const own = [
    ...amounts,
    ...offers.flatMap((one) => one.places.filter((place) => rankOf(place) < NO_AMOUNT).flatMap(amountsOf)),
  ].slice(0, MAX_AMOUNTS);
  const others = nodes.flatMap((one) => objectsOf(one.offers).slice(0, 9).flatMap(amountsOf)).slice(0, MAX_AMOUNTS);
  const read = createAmountReader(currency, [...own, ...others], (way) => own.map(way));

  const name = toText(node.name);
  const { category } = node;
  const trail = objectsOf(nodes.find((one) => isType(one, 'BreadcrumbList'))?.itemListElement)
    .map(({ name: text, item }) => toText(text) ?? textOf(item, 'name'))
    .filter((text, index) => index && text !== name);
  // Plug-ins for search engines name a picture elsewhere on the page by the page's address and a fragment.
  const picture = [variant?.image, node.image]
    .flat()
    .slice(0, 9)
    .map((image) => toUrl(valueOf(isObject(image) ? resolve(image) : image, 'contentUrl', 'url', '@id')))
    .find((url) => url && ![href, canonical].some((page) => toPath(page, href) === toPath(url, href)));
  const product = {
    reference: toText(first(node.productGroupID, node.inProductGroupWithID, node.productID, node.sku)),
    sku: toText(first(variant?.sku, offer?.sku, node.sku)),
    aliases: toTexts(
      [node, variant, offer].flatMap((one) => [one?.productID, one?.mpn, one?.gtin, one?.gtin13, one?.isbn]),
    ),
    name,
    url: toUrl(first(node.url, offer?.url)),
    image_url: picture,
    brand: textOf(node.brand, 'name'),
    categories: toTexts(trail) ?? toTexts(typeof category === 'string' ? category.split(/[>/]/) : []),
    price: read(best && priceOf(best)),
  };
  return { type: 'product.viewed', lines: [{ product, quantity: 1 }], currency };
};
