import type { Fact, Line } from '../../facts/fact.js';
import { toCurrency, unitsOf } from '../../facts/money.js';
import { first, toObject, toObjects, toQuantity, toText, toTexts, toUrl } from '../../facts/values.js';
import type { Values } from '../../facts/values.js';

/** A text in the shop's language, or else in the first of its languages. */
const toLocal = (value: unknown, language: unknown): string | undefined => {
  const texts = toObject(value);
  return toText(first(texts[String(toText(language))], ...Object.values(texts)));
};

const currencyOf = ({ store }: Values) => {
  const { currency, currency_details } = toObject(store);
  return toCurrency(first(toObject(currency_details).code, currency));
};

/** Lines of the whole cart, or of the payload of a change, which may be one line or a list (in the checkout). */
export const toLines = (value: unknown): Line[] =>
  toObjects(value, (one) => 'product_id' in one || 'variant_id' in one)
    .map((item) => ({
      product: {
        reference: toText(item.product_id),
        variant: toText(item.variant_id),
        aliases: toTexts([item.variant_id]),
        sku: toText(item.sku),
        name: toText(item.name),
        url: toUrl(item.url),
        image_url: toUrl(item.thumbnail),
        price: unitsOf(item.price),
      },
      quantity: toQuantity(item.quantity),
    }))
    .filter(({ product, quantity }) => (product.reference || product.name) && quantity > 0);

/** The page that the visitor is on; `undefined` if the state has no valid address. */
export const readPage = (state: Values) => {
  const { url, title, referrer } = toObject(state.location);
  const domain = toText(toObject(state.store).domain);
  try {
    return {
      url: new URL(toUrl(url) ?? '/', domain && `https://${domain.replace(/^https?:\/\//, '')}`).href,
      title: toText(title),
      referrer: toUrl(referrer),
    };
  } catch {
    return undefined;
  }
};

/** The view of the product that the page is about; `undefined` on any other page. */
export const readProduct = (state: Values): Fact | undefined => {
  const { type, data } = toObject(toObject(state.location).page);
  const { language } = toObject(state.store);
  const product = toObject(toObject(data).product);
  const name = toLocal(product.name, language);
  if (type !== 'product' || !name) return undefined;
  const variants = toObjects(product.variants);
  const [variant = {}] = variants;
  // With several variants, the visitor has not chosen one yet.
  const only = variants[1] ? undefined : variant;
  return {
    type: 'product.viewed',
    currency: currencyOf(state),
    lines: [
      {
        product: {
          reference: toText(product.id),
          variant: toText(only?.id),
          aliases: toTexts([only?.id]),
          sku: toText(only?.sku),
          name,
          url: toUrl(product.canonical_url),
          image_url: toUrl(toObjects(product.images)[0]?.src),
          brand: toText(product.brand),
          tags: toTexts(String(toText(product.tags) ?? '').split(',')),
          price: unitsOf(variant.price),
        },
        quantity: 1,
      },
    ],
  };
};

/** The whole cart. */
export const readCart = (state: Values, type: Fact['type'] = 'cart'): Fact => {
  const cart = toObject(state.cart);
  const prices = toObject(cart.prices);
  return {
    type,
    reference: toText(cart.id),
    lines: toLines(cart.items),
    total: unitsOf(first(prices.total, prices.subtotal)),
    currency: currencyOf(state),
  };
};

/** The step of the checkout; `undefined` on any other page. */
export const readStep = (state: Values) => toText(toObject(toObject(toObject(state.location).page).data).step);

/** The order of the success page. Its number is in the address, and all other fields are those of the cart. */
export const readOrder = (state: Values): Fact => {
  const { prices, coupon } = toObject(state.cart);
  const { selected, options } = toObject(state.shipping);
  const { type, method } = toObjects(options).find(({ id }) => id === selected) ?? {};
  const payment = toObject(toObject(state.payment).selected);
  const cart = readCart(state, 'order.placed');
  return {
    ...cart,
    reference: /\/success\/(\d+)/.exec(toUrl(toObject(state.location).url) ?? '')?.[1] ?? cart.reference,
    shipping: unitsOf(toObject(prices).shipping),
    coupons: toTexts([toObject(coupon).code]),
    delivery:
      type || method ? (/pick|retir/i.test(`${toText(type)} ${toText(method)}`) ? 'collect' : 'deliver') : undefined,
    payment_method: toText(first(payment.method_type, payment.type, payment.method)),
  };
};
