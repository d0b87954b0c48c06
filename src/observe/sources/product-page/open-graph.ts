import type { Fact } from '../../../facts/fact.js';
import { toAmount, toUnits } from '../../../facts/money.js';
import { first, toText } from '../../../facts/values.js';
import { toPlainName } from './choose-product.js';
import { isProductType, parseUrl } from './parse.js';
import { readProduct } from './read-product.js';
import type { DescribedPage } from './read-product.js';

/** The title for previews, without the shop's name at its end. */
const toName = (title: string, siteName: string | undefined, { href, names = [] }: DescribedPage): string => {
  const [, name = title, ending] = /^(.*\S)\s+[-–—|·•:»]\s+(.*)$/.exec(title) ?? [];
  const shop = toPlainName(ending);
  const isShop =
    shop === toPlainName(siteName) ||
    (shop.length > 3 && parseUrl(href, href)?.hostname.replace(/\W/g, '').includes(shop.replace(/ /g, ''))) ||
    names.some((heading) => toPlainName(heading) === toPlainName(name));
  return ending && isShop ? name : title;
};

/** The view of the product that the page is about, by its Open Graph properties; `undefined` if they describe none. */
export const readOpenGraph = (properties: Record<string, string>, page: DescribedPage): Fact | undefined => {
  const of = (...names: string[]) => first(...names.map((name) => properties[name]));
  const title = toText(of('og:title'));
  const type = properties['og:type'] ?? 'website';
  const price = of('product:sale_price:amount', 'product:price:amount');
  // Many plug-ins for search engines give each page the type `website`, and products a price.
  if (!title || !(isProductType(type) || (price && /^website$/i.test(type)))) return undefined;
  // Shopify's themes write this one as the shop shows its prices.
  const shown = toUnits(of('og:price:amount'), toText(page.currency));
  const node = {
    name: toName(title, properties['og:site_name'], page),
    url: of('og:url'),
    image: of('og:image:secure_url', 'og:image:url', 'og:image'),
    productID: of('product:retailer_item_id'),
    brand: of('product:brand'),
    offers: { price: price ?? (shown === undefined ? undefined : toAmount(shown)) },
  };
  return readProduct(node, [], page);
};
