import { describe, expect, it } from 'vitest';
import { block, describe as read, meta, product } from '../support/product-document.ts';

const priceOf = (offers: unknown, ...more: string[]) => {
  const found = read([block(product({ name: 'Mate', offers })), ...more]);
  return [found?.price, found?.currency];
};
const specified = (...priceSpecification: object[]) => ({ '@type': 'Offer', priceCurrency: 'EUR', priceSpecification });
const spec = (fields: object) => ({ '@type': 'UnitPriceSpecification', ...fields });
const listed = spec({ price: 100, priceType: 'https://schema.org/ListPrice' });
const sale = spec({ price: 80 });

describe('the price of an offer', () => {
  it.each([
    ['a list price before it', specified(listed, sale)],
    ['a list price after it', specified(sale, listed)],
    ['a strikethrough price', specified(spec({ price: 100, priceType: 'StrikethroughPrice' }), sale)],
    ['a recommended price', specified(spec({ price: 100, priceType: 'https://schema.org/MSRP' }), sale)],
    ['a suggested price', specified(spec({ price: 100, priceType: 'SRP' }), sale)],
    [
      'a type that is a reference',
      specified(spec({ price: 100, priceType: { '@id': 'https://schema.org/ListPrice' } }), sale),
    ],
    [
      'a regular price',
      specified(spec({ price: 100, priceType: 'RegularPrice' }), spec({ price: 80, priceType: 'SalePrice' })),
    ],
    ['a price for members', specified(spec({ price: 70, validForMemberTier: { name: 'Gold' } }), sale)],
    [
      'the total of instalments',
      specified(spec({ price: 99, priceComponentType: 'https://schema.org/Installment' }), sale),
    ],
    ['the price of a litre', specified(spec({ price: 160, referenceQuantity: { value: 1, unitCode: 'LTR' } }), sale)],
    ['the price for ten or more', specified(spec({ price: 60, eligibleQuantity: { minValue: 10 } }), sale)],
    ['a delivery charge before it', specified({ '@type': 'DeliveryChargeSpecification', price: 5 }, sale)],
    [
      'a charge of the payment',
      specified({ '@type': 'https://schema.org/PaymentChargeSpecification', price: 2 }, sale),
    ],
    ['a price that is a text', specified(spec({ price: 'on request' }), sale)],
    ['a list price in its own field', { price: 80, priceCurrency: 'EUR', priceSpecification: listed }],
    [
      'an offer at the list price',
      [
        { price: 100, priceType: 'ListPrice', priceCurrency: 'EUR' },
        { price: 80, priceCurrency: 'EUR' },
      ],
    ],
    [
      'a compound of price and delivery',
      specified({
        '@type': 'CompoundPriceSpecification',
        priceComponent: [{ '@type': 'DeliveryChargeSpecification', price: 5 }, sale],
      }),
    ],
  ])('the price that is paid is found beside %s', (_, offers) => {
    expect(priceOf(offers)).toEqual([80, 'EUR']);
  });

  it('the price of a measure and the regular price count if there is no other', () => {
    const litres = { value: 4.5, unitCode: 'LTR', valueReference: { value: 1, unitCode: 'LTR' } };
    expect(priceOf(specified(spec({ price: 81, referenceQuantity: litres })))[0]).toBe(81);
    expect(priceOf(specified(spec({ price: 100, priceType: 'RegularPrice' })))[0]).toBe(100);
  });

  it('a list price or a charge alone gives no price', () => {
    expect(priceOf(specified(listed))[0]).toBeUndefined();
    expect(priceOf(specified({ '@type': 'DeliveryChargeSpecification', price: 5 }))[0]).toBeUndefined();
  });

  it('a price specification is found elsewhere on the page by its id', () => {
    const elsewhere = { '@graph': [{ '@id': '#price', ...sale, priceCurrency: 'EUR' }] };
    expect(priceOf({ '@type': 'Offer', priceSpecification: { '@id': '#price' } }, block(elsewhere))).toEqual([
      80,
      'EUR',
    ]);
  });
});

describe('a price with three digits after a dot', () => {
  const offer = (price: unknown, priceCurrency: string, more = {}) => ({
    '@type': 'Offer',
    price,
    priceCurrency,
    ...more,
  });

  it.each<[string, number, unknown, ...string[]]>([
    ['follows the specification', 1.25, offer('1.250', 'EUR')],
    ['has thousands in a currency without decimals', 12990, offer('12.990', 'CLP')],
    ['has thousands in a currency that is mostly written without decimals', 12990, offer('12.990', 'COP')],
    [
      'has thousands like a number beside it',
      12990,
      offer('12.990', 'USD', { priceSpecification: spec({ price: 12990 }) }),
    ],
    [
      'has thousands like its list price',
      12990,
      offer('12.990', 'USD', { priceSpecification: spec({ price: 15990, priceType: 'ListPrice' }) }),
    ],
    ['has decimals like the price for previews', 1.25, offer('1.250', 'ARS'), meta('product:price:amount', '1.25')],
    ['has thousands like the price for previews', 12990, offer('12.990', 'USD'), meta('product:price:amount', '12990')],
    [
      'has thousands in the currency that only the previews name',
      12990,
      { price: '12.990' },
      meta('og:price:currency', 'CLP'),
    ],
    [
      'has decimals like the prices of other products',
      1.25,
      offer('1.250', 'ARS'),
      block({ '@graph': [{ '@type': 'Service', name: 'Engraving', offers: { price: '89.90' } }] }),
    ],
    [
      'has thousands like the prices of other products',
      1250,
      offer('1.250', 'EUR'),
      block({ '@graph': [{ '@type': 'Service', name: 'Engraving', offers: { price: '1.089,90' } }] }),
    ],
  ])('a price with three digits after a dot %s: %d', (_, price, offers, ...more) => {
    expect(priceOf(offers, ...more)[0]).toBe(price);
  });

  it.each([
    ['product:price:amount', 'EUR', 1.25],
    ['product:price:amount', 'CLP', 1250],
    // As the shop shows it.
    ['og:price:amount', 'EUR', 1250],
  ])('the price 1.250 in %s and %s is %d', (property, currency, price) => {
    const tags = [meta('og:type', 'product'), meta('og:title', 'Mate'), meta('product:price:currency', currency)];
    expect(read([...tags, meta(property, '1.250')])?.price).toBe(price);
  });

  it('of the prices for previews, that of the sale counts', () => {
    const tags = [meta('og:type', 'product'), meta('og:title', 'Mate'), meta('product:price:currency', 'EUR')];
    const prices = [meta('product:price:amount', '100.00'), meta('product:sale_price:amount', '80.00')];
    expect(read([...tags, ...prices])?.price).toBe(80);
  });
});
