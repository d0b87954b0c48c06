import { isObject } from '../../../base/json.js';
import { ofDocument } from '../../../browser/of-document.js';
import type { Fact, Line } from '../../../facts/fact.js';
import { toCurrency, unitsOf } from '../../../facts/money.js';
import { toQuantity, toText, toTexts, toUrl } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';
import { pathOf } from './store-cart.js';

export const textOf = (root: ParentNode | undefined | null, selector: string) =>
  toText(root?.querySelector(selector)?.textContent);
const textsOf = (selector: string) =>
  toTexts([...document.querySelectorAll(selector)].map(({ textContent }) => textContent));
const attributeOf = (selector: string, name: string) => document.querySelector(selector)?.getAttribute(name);

/** How the shop formats money; empty if the page has no settings of the blocks. */
export const readSettings = (): Values => {
  const { wcSettings: settings } = window as unknown as Values;
  return isObject(settings) && isObject(settings.currency) ? settings.currency : {};
};
const readCurrency = () => toCurrency(readSettings().code);

/** The view of a single product's page; `undefined` on any other page. The price comes from the page's JSON-LD. */
export const readProductPage = (): Fact | undefined => {
  const [, id = attributeOf('form.cart [name="add-to-cart"]', 'value')] =
    /\bpostid-(\d+)/.exec(ofDocument('body').className) ?? [];
  const sku = textOf(document, '.product_meta .sku');
  /** Categories or tags: of a classic theme, and of blocks, which show them beside the SKU. */
  const terms = (name: string, kind: string) =>
    textsOf(`.product_meta ${name} a,.wp-block-woocommerce-product-meta .taxonomy-product_${kind} a`);
  const url = attributeOf('link[rel="canonical" i]', 'href') ?? location.origin + location.pathname;
  const reference = toText(id);
  if (!reference) return undefined;
  const product = {
    reference,
    // If there is no SKU, the page shows `N/A` in the language of the shop.
    sku: sku && !/^\p{L}\/\p{L}$/u.test(sku) ? sku : undefined,
    aliases: toTexts([pathOf(url)]),
    name: textOf(document, '.product_title,h1') ?? toText(attributeOf('meta[property="og:title"]', 'content')),
    url,
    image_url: toUrl(
      attributeOf('.woocommerce-product-gallery__image a', 'href') ??
        attributeOf('meta[property="og:image"]', 'content'),
    ),
    categories: terms('.posted_in', 'cat'),
    tags: terms('.tagged_as', 'tag'),
  };
  return { type: 'product.viewed', confirmed: true, lines: [{ product, quantity: 1 }], currency: readCurrency() };
};

/** The variation that a visitor has chosen, which may be added to the cart next; `undefined` if none is chosen. */
export const readVariation = (form: unknown, variation: unknown): Fact | undefined => {
  const parent = form instanceof Element && toText(form.getAttribute('data-product_id'));
  if (!parent || !isObject(variation)) return undefined;
  const { image, sku, display_price: price } = variation;
  const variant = toText(variation.variation_id);
  const product = {
    reference: parent,
    variant,
    sku: toText(sku),
    aliases: toTexts([variant]),
    image_url: isObject(image) ? toUrl(image.full_src ?? image.src) : undefined,
    price: unitsOf(price),
  };
  return { type: 'products', lines: [{ product, quantity: 1 }], currency: readCurrency() };
};

/** The product of a button that adds to the cart or removes from it, for shops whose cart cannot be read. */
export const readButton = (button: unknown): Line | undefined => {
  const element = (isObject(button) || Array.isArray(button) ? (button as Values)[0] : button) as Element | undefined;
  if (!(element instanceof Element)) return undefined;
  const of = (name: string) => toText(element.getAttribute(`data-${name}`));
  const card = element.closest('.product,.mini_cart_item');
  return {
    product: {
      reference: of('product_id'),
      sku: of('product_sku'),
      name: textOf(card, '.woocommerce-loop-product__title,.product_title'),
    },
    quantity: toQuantity(of('quantity') ?? textOf(card, '.mini_cart_item .quantity')),
  };
};
