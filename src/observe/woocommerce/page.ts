import { isObject } from '../../core/json.js';
import type { Fact, Line, Units } from '../facts.js';
import { toCurrency, toUnits } from '../money.js';
import { toText, toTexts } from '../values.js';
import type { Values } from '../values.js';
import { pathOf } from './store-cart.js';

const textOf = (root: ParentNode | undefined | null, selector: string) =>
  toText(root?.querySelector(selector)?.textContent);
const textsOf = (root: ParentNode | undefined | null, selector: string) =>
  toTexts([...(root?.querySelectorAll(selector) ?? [])].map(({ textContent }) => textContent));
const attributeOf = (selector: string, name: string) => document.querySelector(selector)?.getAttribute(name);

/** ISO code of the shop, where the page has the settings of the blocks. */
export const readCurrency = (): string | undefined => {
  const { wcSettings: settings } = window as unknown as Values;
  return isObject(settings) && isObject(settings.currency) ? toCurrency(settings.currency.code) : undefined;
};

/** What the page of a single product shows; its price comes from what the page tells search engines. */
export const readProductPage = (): Fact | undefined => {
  const [, id = attributeOf('form.cart [name="add-to-cart"]', 'value')] =
    /\bpostid-(\d+)/.exec(document.body.className) ?? [];
  const meta = document.querySelector('.product_meta');
  const sku = textOf(meta, '.sku');
  const url = attributeOf('link[rel="canonical" i]', 'href') ?? location.origin + location.pathname;
  const reference = toText(id);
  if (!reference) return undefined;
  const product = {
    reference,
    // `N/A` in the language of the shop.
    sku: sku && !/^\p{L}\/\p{L}$/u.test(sku) ? sku : undefined,
    aliases: toTexts([pathOf(url)]),
    name: textOf(document, '.product_title,h1') ?? toText(attributeOf('meta[property="og:title"]', 'content')),
    url,
    image_url: toText(
      attributeOf('.woocommerce-product-gallery__image a', 'href') ??
        attributeOf('meta[property="og:image"]', 'content'),
    ),
    categories: textsOf(meta, '.posted_in a'),
    tags: textsOf(meta, '.tagged_as a'),
  };
  return { what: 'product.viewed', confirmed: true, lines: [{ product, quantity: 1 }], currency: readCurrency() };
};

/** The variation that a visitor has chosen: what is put into the cart next. */
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
    image_url: isObject(image) ? toText(image.full_src ?? image.src) : undefined,
    price: toUnits(price),
  };
  return { what: 'products', lines: [{ product, quantity: 1 }], currency: readCurrency() };
};

/** What the button says of the product, for shops whose cart cannot be read. */
export const readButton = (button: unknown): Line | undefined => {
  const element = (isObject(button) || Array.isArray(button) ? (button as Values)[0] : button) as Element | undefined;
  if (!(element instanceof Element)) return undefined;
  const of = (name: string) => toText(element.getAttribute(`data-${name}`));
  const card = element.closest('.product,.mini_cart_item');
  const shown = Number.parseInt(textOf(card, '.mini_cart_item .quantity') ?? '', 10);
  return {
    product: {
      reference: of('product_id'),
      sku: of('product_sku'),
      name: textOf(card, '.woocommerce-loop-product__title,.product_title'),
    },
    quantity: Math.max(1, Math.round(Number(of('quantity')) || shown || 1)),
  };
};

/** The amount that stands in a place of a table. */
const amountIn = (place: Element | null | undefined, currency?: string): Units | undefined =>
  toUnits(textOf(place, '.woocommerce-Price-amount'), currency);

/** The rows of an order's table. Their prices count only where they add up to what the table itself calls their sum. */
const readRows = (table: Element | null, currency?: string): Line[] => {
  const rows = [...(table?.querySelectorAll('tr.order_item') ?? [])];
  let sum = 0;
  const lines = rows.map((row): Line => {
    const link = row.querySelector('a[href]');
    const place = link ?? row.querySelector('td,th');
    const quantity = Number(/\d+/.exec(textOf(row, '.product-quantity') ?? '')?.[0] ?? 1);
    const total = amountIn(row, currency) ?? NaN;
    sum += total;
    const url = link?.getAttribute('href');
    return {
      product: {
        name: link ? toText(link.textContent) : toText(place?.firstChild?.textContent),
        url: toText(url),
        aliases: toTexts(url ? [pathOf(url, true), pathOf(url)] : []),
        price: Math.round(total / quantity),
      },
      quantity,
    };
  });
  if (sum !== amountIn(table?.querySelector('tfoot tr'), currency))
    for (const { product } of lines) delete product.price;
  return lines;
};

/**
 * The order of a thank-you page; nothing where the payment has failed, or where the shop first asks who is looking. The number
 * is the one of the address; the key beside it is never read.
 */
export const readOrderPage = (): Fact | undefined => {
  const [, reference] =
    /(?:^|[?&/])order-received[=/](\d+)/.exec(location.pathname + location.search) ??
    /\/(\d+)\/?$/.exec(location.pathname) ??
    [];
  const overview = document.querySelector(
    '.woocommerce-order-overview,.wc-block-order-confirmation-summary,.wp-block-woocommerce-order-confirmation-summary',
  );
  if (!reference || !overview || document.querySelector('.woocommerce-thankyou-order-failed')) return undefined;
  const currency = readCurrency();
  const table = document.querySelector(
    'table.woocommerce-table--order-details,table.wc-block-order-confirmation-totals__table',
  );
  const totals = [...(table?.querySelectorAll('tfoot tr') ?? [])].map((row) => amountIn(row, currency));
  return {
    what: 'order.placed',
    confirmed: true,
    reference,
    lines: readRows(table, currency),
    total:
      amountIn(document.querySelector('.woocommerce-order-overview__total'), currency) ??
      totals.reverse().find((total) => total !== undefined),
    currency,
    payment_method: textOf(overview, '.woocommerce-order-overview__payment-method strong,.method strong'),
  };
};
