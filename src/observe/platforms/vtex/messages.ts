import { isObject } from '../../../base/json.js';
import type { Fact, FactType } from '../../../facts/fact.js';
import { toCurrency } from '../../../facts/money.js';
import { first, toObject, toObjects, toText, toTexts, toUrl } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';
import { inHundredths, inMajor, toCategories, toLine, toLines } from './items.js';
import { readOrderForm } from './order-form.js';

/** Names of deliveries that the customer collects. The shops choose these names. */
const COLLECTED = /pick.?up|retir|recog/i;

const readProduct = (product: unknown): Fact['lines'] => {
  if (!isObject(product)) return undefined;
  const [item] = toObjects(product.items);
  const sku: Values = isObject(product.selectedSku) ? product.selectedSku : (item ?? {});
  const sellers = toObjects(sku.sellers);
  const seller = sellers.find(({ sellerDefault }) => sellerDefault === true) ?? sellers[0];
  const offer: Values = isObject(seller?.commertialOffer) ? seller.commertialOffer : {};
  const slug = toText(product.linkText);
  const facts = {
    reference: toText(product.productId),
    sku: toText(sku.itemId),
    aliases: toTexts([product.productReference, ...toObjects(sku.referenceId).map(({ Value }) => Value), sku.ean]),
    name: toText(product.productName),
    url: toUrl(product.detailUrl) ?? (slug && `/${slug}/p`),
    image_url: toUrl(first(sku.imageUrl, toObjects(sku.images)[0]?.imageUrl)),
    brand: toText(product.brand),
    categories: toCategories(product.categories),
    // A product that is sold out has the price 0, which means none.
    price: inMajor(offer.Price) || undefined,
  };
  return [{ product: facts, quantity: 1 }];
};

const readOrder = (data: Values, currency: string | undefined): Fact => {
  const ways = toTexts(toObjects(data.transactionShippingMethod).map(({ selectedSla }) => selectedSla));
  const [payment] = toObjects(data.transactionPaymentType);
  return {
    type: 'order.placed',
    confirmed: true,
    reference: toText(first(data.orderGroup, data.transactionId)),
    aliases: toTexts([
      data.transactionId,
      ...(Array.isArray(data.ordersInOrderGroup) ? data.ordersInOrderGroup.slice(0, 20) : []),
    ]),
    lines: toLines(data.transactionProducts, inMajor, { id: 'id', sku: 'sku' }),
    currency,
    total: inMajor(data.transactionTotal),
    shipping: inMajor(data.transactionShipping),
    tax: inMajor(data.transactionTax),
    coupons: toTexts([data.coupon]),
    delivery: ways?.every((way) => COLLECTED.test(way)) ? 'collect' : undefined,
    payment_method: toText(first(payment?.paymentSystemName, payment?.group)),
  };
};

/**
 * The fact in a message `vtex:…` of the store framework; `undefined` for any other message. The unit of money depends on the
 * message: major units in views and orders, hundredths in the cart, hundredths in changes of the cart if they say so.
 * https://github.com/vtex-apps/google-tag-manager, typings (2026-11)
 */
const readStore = (name: string, data: Values): Fact | undefined => {
  const currency = toCurrency(first(data.transactionCurrency, data.currency));
  const { items } = data;
  switch (name) {
    case 'productView':
      return { type: 'product.viewed', confirmed: true, lines: readProduct(data.product), currency };
    case 'addToCart':
      return { type: 'cart.added', lines: toLines(items, inMajor), currency };
    case 'removeFromCart':
      return { type: 'cart.removed', lines: toLines(items, inMajor), currency };
    case 'cartChanged':
      return Array.isArray(items)
        ? { type: 'cart', confirmed: true, lines: toLines(items, inMajor), currency }
        : undefined;
    case 'cartLoaded':
      return readOrderForm(data.orderForm);
    case 'viewCart':
      return { type: 'cart.viewed', confirmed: true, lines: toLines(items, inHundredths), currency };
    case 'beginCheckout':
      return { type: 'checkout.started', confirmed: true, lines: toLines(items, inMajor), currency };
    case 'orderPlaced':
    case 'orderPlacedTracked':
      return readOrder(data, currency);
  }
  return undefined;
};

const FASTSTORE = new Map<unknown, FactType>([
  ['store:view_item', 'product.viewed'],
  ['store:add_to_cart', 'cart.added'],
  ['store:remove_from_cart', 'cart.removed'],
  ['store:view_cart', 'cart.viewed'],
  ['store:begin_checkout', 'checkout.started'],
  ['store:purchase', 'order.placed'],
]);

/** FastStore posts the events of GA4 with a prefix. https://github.com/vtex/faststore, packages/sdk/src/analytics (2026-11) */
const readFastStore = ({ name, params }: Values): Fact | undefined => {
  const type = FASTSTORE.get(name);
  if (!type) return undefined;
  const { items, currency, value, transaction_id: id, tax, shipping, coupon } = toObject(params);
  // The id of an item is the product's, and the variant is the SKU.
  const lines = toObjects(items).map((item) =>
    toLine(
      {
        productId: item.item_id,
        skuId: item.item_variant,
        name: item.item_name,
        brand: item.item_brand,
        price: item.price,
        quantity: type === 'product.viewed' ? 1 : item.quantity,
      },
      inMajor,
    ),
  );
  return {
    type,
    reference: toText(id),
    lines,
    currency: toCurrency(currency),
    total: type === 'product.viewed' ? undefined : inMajor(value),
    tax: inMajor(tax),
    shipping: inMajor(shipping),
    coupons: toTexts([coupon]),
  };
};

/** The facts in a message that a page of VTEX posts to itself: one or none. */
export const readPosted = (data: unknown): Fact[] => {
  const message = toObject(data);
  const name = toText(message.eventName);
  const fact =
    message.name === 'AnalyticsEvent'
      ? readFastStore(toObject(message.params))
      : name?.startsWith('vtex:') && readStore(name.slice(5), message);
  return fact ? [fact] : [];
};

/** The product of a page of the old portal. Its first push, which has no event name, holds it. https://developers.vtex.com (2026-11) */
export const readPortal = (layer: unknown): Fact | undefined => {
  const page = toObjects(layer).find(({ productId, pageCategory }) => productId && pageCategory === 'Product');
  if (!page) return undefined;
  const product = {
    reference: toText(page.productId),
    aliases: toTexts([
      page.productReferenceId,
      ...(Array.isArray(page.productEans) ? page.productEans.slice(0, 20) : []),
    ]),
    name: toText(page.productName),
    brand: toText(page.productBrandName),
    categories: toTexts([page.productDepartmentName, page.productCategoryName]),
    price: inMajor(first(page.productPriceFrom, page.productPriceTo)) || undefined,
  };
  return { type: 'product.viewed', confirmed: true, lines: [{ product, quantity: 1 }] };
};
