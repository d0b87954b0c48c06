import { expect, it, onTestFinished, vi } from 'vitest';
import { block, describe as read, HREF, meta, product } from '../support/product-document.ts';

const scope = (type: string, inner: string, more = '') =>
  `<div itemscope itemtype="https://schema.org/${type}" ${more}>${inner}</div>`;
const offer = (inner: string) => scope('Offer', inner, 'itemprop="offers"');
const paid = offer(
  '<meta itemprop="priceCurrency" content="EUR"><span itemprop="price" content="25.00">25,00 €</span><link itemprop="availability" href="https://schema.org/InStock">',
);
const mate = scope('Product', `<h1 itemprop="name">Mate\n Imperial</h1>${paid}`);
const card = (name: string, path: string) =>
  scope('Product', `<a itemprop="url" href="${path}"><span itemprop="name">${name}</span></a>${paid}`);

it('microdata gives the product with all its fields, its price and its currency', () => {
  const html = scope(
    'Product',
    `<h1><a itemprop="name" href="/p/mate">Mate Imperial</a></h1>
     <img itemprop="image" src="/i/mate.jpg" alt=""><img itemprop="image" src="/i/other.jpg" alt="">
     <a itemprop="brand" href="/gaucho">Gaucho</a> <span itemprop="sku">M-1</span>
     <meta itemprop="productID" content="101"><meta itemprop="gtin13" content="7791234567890">
     <p itemprop="description">A <b>long</b> text</p>
     ${scope('AggregateRating', '<b itemprop="ratingValue">4.8</b>', 'itemprop="aggregateRating"')}
     ${scope('Review', '<b itemprop="name">Great</b><i itemprop="author">Ana</i>', 'itemprop="review"')}
     ${paid}`,
  );
  expect(read([html])).toMatchObject({
    reference: '101',
    sku: 'M-1',
    aliases: ['101', '7791234567890'],
    name: 'Mate Imperial',
    image_url: '/i/mate.jpg',
    brand: 'Gaucho',
    price: 25,
    currency: 'EUR',
  });
});

it.each([
  ['by the specification', '<meta itemprop="price" content="1.250">', 'EUR', 1.25],
  ['as thousands in a currency without decimals', '<meta itemprop="price" content="12.990">', 'CLP', 12990],
  ['as the page shows it', '<span itemprop="price">\n$ 1.250,50</span>', 'EUR', 1250.5],
  ['as the page shows thousands', '<span itemprop="price">$12.990</span>', 'ARS', 12990],
  ['from a range', '<b itemprop="lowPrice">25,00 €</b> – <b itemprop="highPrice">30,00 €</b>', 'EUR', 25],
])('the price in microdata is read %s', (_, price, currency, amount) => {
  const html = scope(
    'Product',
    `<b itemprop="name">Mate</b>${offer(`${price}<meta itemprop="priceCurrency" content="${currency}">`)}`,
  );
  expect(read([html])).toMatchObject({ price: amount, currency });
});

it.each([
  ['the only product', [mate]],
  [
    'the one with the heading, beside cards of others',
    [card('Yerba', '/p/yerba'), mate, card('Bombilla', '/p/bombilla')],
  ],
  ['the one with the address of the page', [card('Yerba', '/p/yerba'), card('Mate Imperial', HREF)]],
  [
    'the one around the others',
    [scope('Product', `<h1 itemprop="name">Mate Imperial</h1>${paid}${card('Yerba', '/p/yerba')}`)],
  ],
  [
    'the one beside related ones that belong to it',
    [
      scope(
        'Product',
        `<b itemprop="name">Mate Imperial</b>${paid}${scope('Product', '<b itemprop="name">Yerba</b>', 'itemprop="isRelatedTo"')}`,
      ),
    ],
  ],
  ['the main entity of the page', [scope('ItemPage', mate.replace('itemscope', 'itemscope itemprop="mainEntity"'))]],
])('the main product in microdata is %s', (_, html) => {
  expect(read(html)).toMatchObject({ name: 'Mate Imperial', price: 25, currency: 'EUR' });
});

it.each([
  ['a list of products', [card('Yerba', '/p/yerba'), card('Mate', '/p/other'), '<h1>Kitchen</h1>']],
  ['a list with a single product', [card('Yerba', '/p/yerba'), '<h1>Kitchen</h1>']],
  [
    'products within a list',
    [scope('ItemList', scope('Product', '<b itemprop="name">Yerba</b>', 'itemprop="itemListElement"'))],
  ],
  ['a product without a name', [scope('Product', paid)]],
  ['a shop', [scope('Organization', '<b itemprop="name">Shop</b>')]],
  ['properties without an item', ['<b itemprop="name">Mate</b>']],
])('microdata of %s gives no product view', (_, html) => {
  expect(read(html)).toBeUndefined();
});

it('microdata counts only where neither JSON-LD nor Open Graph describes a product', () => {
  expect(read([mate, block(product({ name: 'Of JSON-LD' }))])).toMatchObject({ name: 'Of JSON-LD', price: undefined });
  expect(read([mate, meta('og:type', 'product'), meta('og:title', 'Of Open Graph')])?.name).toBe('Of Open Graph');
  expect(read([mate, block({ '@type': 'Organization', name: 'Shop' })])?.name).toBe('Mate Imperial');
});

it('microdata is read only when the document has loaded', () => {
  const state = vi.spyOn(document, 'readyState', 'get').mockReturnValue('loading');
  onTestFinished(() => state.mockRestore());
  expect(read([mate])).toBeUndefined();
  state.mockReturnValue('interactive');
  expect(read([mate])?.name).toBe('Mate Imperial');
});

it('microdata that is nested deeply is read once, and not anew for each level', () => {
  const text = vi.spyOn(Element.prototype, 'textContent', 'get');
  onTestFinished(() => text.mockRestore());
  const levels = 300;
  const deep = `${'<i itemprop="name">'.repeat(levels)}${'x'.repeat(100_000)}${'</i>'.repeat(levels)}`;
  expect(read([scope('Product', deep)])?.name).toHaveLength(500);
  // Six levels pass the limit. The getter of this DOM calls those of all inner levels.
  expect(text.mock.calls.length).toBeLessThan(7 * levels);
});
