import { digest } from '../../base/digest.js';
import type { Fact, Line, ProductFacts } from '../../facts/fact.js';
import { toCurrency, unitsOf } from '../../facts/money.js';
import { first, toObject, toObjects, toQuantity, toText, toTexts, toUrl } from '../../facts/values.js';
import type { Values } from '../../facts/values.js';

/** The number in an id, which may be written as an address (`gid://shopify/Product/123`). */
const toId = (value: unknown): string | undefined => {
  const text = toText(value);
  return /(\d+)(\?.*)?$/.exec(text ?? '')?.[1] ?? text;
};

/** A digest of the cart's id, because the id gives access to the checkout. */
export const toCartReference = (value: unknown): string | undefined => {
  const token = toText(value)?.replace(/^gid:.*\/|\?.*/g, '');
  return token && digest(token);
};

const amountOf = (money: unknown) => unitsOf(toObject(money).amount);
const currencyOf = (money: unknown) => toCurrency(toObject(money).currencyCode);

const toProduct = (variant: Values): ProductFacts => {
  const product = toObject(variant.product);
  const id = toId(variant.id);
  return {
    reference: toId(product.id),
    variant: id,
    aliases: toTexts([id]),
    sku: toText(variant.sku),
    name: toText(product.title),
    url: toUrl(product.url),
    image_url: toUrl(toObject(variant.image).src),
    brand: toText(product.vendor),
    categories: toTexts([product.type]),
    price: amountOf(variant.price),
  };
};

/** Lines of carts and of checkouts, which use different names for the same fields. */
const toLines = (values: Values[]): Line[] =>
  values
    .map((value) => {
      const product = toProduct(toObject(value.merchandise ?? value.variant));
      product.name ??= toText(value.title);
      return { product, quantity: toQuantity(value.quantity) };
    })
    .filter(({ product: { reference, sku, name }, quantity }) => (reference || sku || name) && quantity > 0);

const deliveryOf = (checkout: Values): Fact['delivery'] => {
  const options = toObjects(toObject(checkout.delivery).selectedDeliveryOptions);
  if (!options[0]) return undefined;
  return options.every(({ type }) => /^pickup/i.test(String(toText(type)))) ? 'collect' : 'deliver';
};

const readCheckout = (checkout: Values): Fact => ({
  type: 'checkout.started',
  reference: toCartReference(checkout.token),
  lines: toLines(toObjects(checkout.lineItems)),
  total: amountOf(checkout.totalPrice),
  currency: first(toCurrency(checkout.currencyCode), currencyOf(checkout.totalPrice)) as string | undefined,
});

const readOrder = (checkout: Values): Fact => {
  const [transaction = {}] = toObjects(checkout.transactions);
  return {
    ...readCheckout(checkout),
    type: 'order.placed',
    reference: toId(toObject(checkout.order).id),
    tax: amountOf(checkout.totalTax),
    shipping: amountOf(toObject(checkout.shippingLine).price),
    coupons: toTexts(
      toObjects(checkout.discountApplications)
        .filter(({ type }) => type === 'DISCOUNT_CODE')
        .map(({ title }) => title),
    ),
    delivery: deliveryOf(checkout),
    payment_method: toText(first(toObject(transaction.paymentMethod).type, transaction.gateway)),
  };
};

/** A change of the cart; `undefined` if the line names no product. */
const readChange = (type: 'cart.added' | 'cart.removed', line: Values): Fact | undefined => {
  const total = toObject(line.cost).totalAmount;
  const lines = toLines([line]);
  return lines[0] && { type, lines, total: amountOf(total), currency: currencyOf(total) };
};

/** The fact in an event of Shopify; `undefined` if it means no action. Only named fields are read. */
export const readEvent = (name: string, data: Values): Fact | undefined => {
  const variant = toObject(data.productVariant);
  const cart = toObject(data.cart);
  const checkout = toObject(data.checkout);
  switch (name) {
    case 'product_viewed': {
      const product = toProduct(variant);
      return product.reference || product.name
        ? { type: 'product.viewed', lines: [{ product, quantity: 1 }], currency: currencyOf(variant.price) }
        : undefined;
    }
    case 'product_added_to_cart':
      return readChange('cart.added', toObject(data.cartLine));
    case 'product_removed_from_cart':
      return readChange('cart.removed', toObject(data.cartLine));
    case 'cart_viewed': {
      const total = toObject(cart.cost).totalAmount;
      return {
        type: 'cart.viewed',
        reference: toCartReference(cart.id),
        lines: toLines(toObjects(cart.lines)),
        total: amountOf(total),
        currency: currencyOf(total),
      };
    }
    case 'checkout_started':
      return readCheckout(checkout);
    case 'checkout_completed':
      return readOrder(checkout);
    case 'form_submitted':
      return { type: 'form.completed', reference: toText(toObject(data.element).id) };
    default:
      return undefined;
  }
};
