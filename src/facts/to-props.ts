import { redactUrl } from '../privacy/redact-url.js';
import type { Item, Money, Product } from '../types/actions.js';
import type { Fact, Line, ProductFacts, Units } from './fact.js';
import { toAmount } from './money.js';

/** What is needed besides a fact to make the props of an action. */
export interface PageContext {
  /** Address of the page. */
  address: string;
  /** The shop's platform, which is sent as `source`. */
  platform?: string;
  currency?: string;
}

const toMoney = (units: Units | undefined, currency: string | undefined): Money | undefined =>
  units === undefined || !currency ? undefined : { amount: toAmount(units), currency };

/** An absolute web address without personal data; `undefined` if it is none. */
const toAddress = (url: string | undefined, base: string): string | undefined => {
  try {
    const address = url && redactUrl(new URL(url, base).href, base, []);
    return address && /^http/.test(address) ? address : undefined;
  } catch {
    return undefined;
  }
};

/** A product as it is sent. Only this function decides which fields of a product leave the page. */
export const toProduct = (product: ProductFacts, { address, platform, currency }: PageContext): Product => {
  const { reference, name, sku, variant, aliases = [], brand, categories, tags } = product;
  return {
    reference,
    source: reference && platform,
    name: name as string,
    sku,
    // Platforms know a variant by its id, which is an alias or the SKU. Its name says which one was meant where there is neither.
    variant: [...aliases, sku].includes(variant) ? undefined : variant,
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
    // The server cannot create a product without a name, but it may know the product by its id.
    product: line.product.name
      ? toProduct(line.product, context)
      : ((line.product.reference ?? line.product.sku) as string),
    quantity: line.quantity,
    price: toMoney(priceOf(line), context.currency),
  }));

/** `amount` and `currency` of an event; empty if the amount is not known, because the server refuses a currency alone. */
export const toValue = (total: Units | undefined, lines: Line[], currency: string | undefined) => {
  // If one of the prices is missing, the sum is `NaN`. Not by `reduce`, which old libraries replace (Prototype.js 1.6, 2026-11).
  let sum = 0;
  for (const line of lines) sum += (priceOf(line) ?? NaN) * line.quantity;
  const units = total ?? (lines[0] && sum >= 0 ? Math.round(sum) : undefined);
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
