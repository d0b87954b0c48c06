import { redactUrl } from '../privacy/redact-url.js';
import type { Item, Money, Product } from '../types/actions.js';
import type { Fact, Line, ProductFacts, Units } from './fact.js';
import { toAmount } from './money.js';

/** What the page adds to facts to make them objects. */
export interface PageContext {
  /** Address of the page. */
  address: string;
  /** The shop's platform. */
  platform?: string;
  currency?: string;
}

const toMoney = (units: Units | undefined, currency: string | undefined): Money | undefined =>
  units === undefined || !currency ? undefined : { amount: toAmount(units), currency };

/** Absolute, on the web, and without what an address may know of a person. */
const toAddress = (url: string | undefined, base: string): string | undefined => {
  try {
    const address = url && redactUrl(new URL(url, base).href, base, []);
    return address && /^http/.test(address) ? address : undefined;
  } catch {
    return undefined;
  }
};

/** A product as it is sent: the one place that decides which fields leave the page. */
export const toProduct = (product: ProductFacts, { address, platform, currency }: PageContext): Product => {
  const { reference, name, sku, brand, categories, tags } = product;
  return {
    reference,
    source: reference && platform,
    name: name as string,
    sku,
    price: toMoney(product.price, currency),
    url: toAddress(product.url, address),
    image_url: toAddress(product.image_url, address),
    brand,
    categories,
    tags,
  };
};

const priceOf = ({ product, price = product.price }: Line) => price;

/** Lines as they are sent. */
export const toItems = (lines: Line[], context: PageContext): Item[] =>
  lines.map((line) => ({
    // The server may know the product by its id; one without a name cannot be made.
    product: line.product.name
      ? toProduct(line.product, context)
      : ((line.product.reference ?? line.product.sku) as string),
    quantity: line.quantity,
    price: toMoney(priceOf(line), context.currency),
  }));

/** `amount` and `currency` of an event. A currency means nothing without an amount, and the server refuses it. */
export const toValue = (total: Units | undefined, lines: Line[], currency: string | undefined) => {
  // Nothing comes of it where one of the prices is missing.
  const sum = lines.reduce((units, line) => units + (priceOf(line) ?? NaN) * line.quantity, 0);
  const units = total ?? (lines[0] && sum >= 0 ? sum : undefined);
  return units === undefined ? {} : { amount: toAmount(units), currency };
};

const amountOf = (units: Units | undefined) => units && toAmount(units);

/** The props of an action. */
export const toProps = (fact: Fact, context: PageContext): Record<string, unknown> => {
  const { type, reference, lines = [], total, tax, shipping, eventId } = fact;
  const [line] = lines;
  const [family] = type;
  const { amount, currency } = toValue(total, lines, context.currency);
  const isOrder = family === 'o';
  return {
    ...(family === 'f'
      ? { object: reference }
      : {
          object_parameters:
            family === 'p' && line
              ? toProduct(line.product, context)
              : {
                  reference,
                  source: context.platform,
                  items: family === 'r' ? undefined : toItems(lines, context),
                  total: isOrder && amount !== undefined && currency ? { amount, currency } : undefined,
                  delivery: fact.delivery,
                  payment_method: fact.payment_method,
                  metadata: tax || shipping ? { tax: amountOf(tax), shipping: amountOf(shipping) } : undefined,
                },
        }),
    amount,
    currency,
    source_event_id: eventId,
  };
};
