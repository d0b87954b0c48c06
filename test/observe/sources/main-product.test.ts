import { describe, expect, it } from 'vitest';
import { block, describe as read, HREF, meta, product } from '../support/product-document.ts';

const mate = product({ name: 'Mate Imperial', sku: 'M-1', offers: { price: 25, priceCurrency: 'EUR' } });
const related = product({ name: 'Yerba', sku: 'Y-1', url: 'https://shop.example/p/yerba', offers: { price: 9 } });
const unnamed = product({ name: 'Bombilla', sku: 'B-1', offers: { price: 4 } });
const list = { '@type': 'ItemList', itemListElement: [{ '@type': 'ListItem', url: related.url, item: related }] };
const h1 = (text: string) => `<h1>${text}</h1>`;
const canonical = (href: string) => `<link rel="canonical" href="${href}">`;

describe('the main product among several', () => {
  it.each([
    ['the one without an address, beside related ones with theirs', [block(mate), block(related)]],
    ['the one without an address, after related ones', [block([related, related]), block(mate)]],
    ['the one with the page’s name', [block(unnamed), block(mate), h1(' mate  imperial ')]],
    [
      'the one whose name is in the title for previews',
      [block(unnamed), block(mate), meta('og:title', 'Mate Imperial | Shop')],
    ],
    [
      'the one whose name begins with the heading',
      [block(unnamed), block({ ...mate, name: 'Mate Imperial' }), h1('Mate')],
    ],
    [
      'the one of the canonical address',
      [block(unnamed), block({ ...mate, url: '/mates/imperial' }), canonical('https://shop.example/mates/imperial')],
    ],
    [
      'the one whose offer has the page’s address',
      [block(unnamed), block({ ...mate, offers: { price: 25, priceCurrency: 'EUR', url: HREF } })],
    ],
    [
      'the one that the page is the page of',
      [block(unnamed), block({ ...mate, mainEntityOfPage: { '@id': `${HREF}/` } })],
    ],
    ['the main entity of the page', [block(unnamed), block({ '@type': 'ItemPage', mainEntity: mate })]],
    [
      'the main entity by reference',
      [block({ '@graph': [unnamed, { ...mate, '@id': '#it' }, { '@type': 'WebPage', mainEntity: { '@id': '#it' } }] })],
    ],
    ['the one beside a list, with the page’s address', [block({ ...mate, url: HREF }), block(list)]],
    ['the one beside a list, with the page’s name', [block(mate), block(list), h1('Mate Imperial')]],
    [
      'the one beside a list and another one, with the page’s name',
      [block([unnamed, mate, related]), block(list), h1('Mate Imperial')],
    ],
  ])('the main product among several is %s', (_, html) => {
    expect(read(html)).toMatchObject({ name: 'Mate Imperial', sku: 'M-1', price: 25, currency: 'EUR' });
  });

  it.each([
    ['two products without any hint', [block(mate), block(unnamed)]],
    ['a list with a product that bears another name', [block(mate), block(list), h1('Mates')]],
    ['a list whose heading begins the name of its only product', [block(mate), block(list), h1('Mate')]],
    ['a list that is the main entity', [block({ '@type': 'CollectionPage', mainEntity: list }), block(mate)]],
    ['a list whose main entities are products', [block({ '@type': 'CollectionPage', mainEntity: mate })]],
    ['products of other addresses', [block(related), block({ ...mate, url: '/p/other' }), h1('Kitchen')]],
    ['a short name within a heading', [block({ ...mate, name: 'Mat' }), block(unnamed), h1('Mat and table')]],
  ])('the main product is not guessed from %s', (_, html) => {
    expect(read(html)).toBeUndefined();
  });
});

describe('one product that is described twice', () => {
  const rated = (fields: Record<string, unknown>) =>
    product({ aggregateRating: { ratingValue: 4.8, reviewCount: 12 }, ...fields });

  it.each([
    ['the same SKU and another name', rated({ name: 'Imperial Mate', sku: 'M-1' })],
    ['a name with the shop’s name at its end', rated({ name: 'Mate Imperial - Shop' })],
    ['a shorter name', rated({ name: 'Imperial' })],
    ['a name in other letters', rated({ name: 'MATE  IMPERIAL', productID: '77' })],
    ['the page’s address and no price', rated({ name: 'Mate Imperial - Shop', url: HREF })],
  ])('a product is found with its price beside a second description with %s', (_, other) => {
    for (const html of [
      [block(mate), block(other)],
      [block(other), block(mate)],
    ]) {
      expect(read(html)).toMatchObject({ name: 'Mate Imperial', sku: 'M-1', price: 25, currency: 'EUR' });
    }
  });

  it('a product that is described twice gets what only the second description says', () => {
    const other = rated({ name: 'Mate Imperial - Shop', brand: { name: 'Gaucho' }, gtin13: '7791234567890' });
    expect(read([block(mate), block(other)])).toMatchObject({ brand: 'Gaucho', aliases: ['7791234567890'] });
  });

  it('a product takes nothing from one of the same name at another address', () => {
    const other = product({ name: 'Mate Imperial', url: '/p/other-mate', brand: 'Other' });
    expect(read([block({ ...mate, url: HREF }), block(other)])).not.toHaveProperty('brand', 'Other');
  });

  it('a product that is described in each of its variants is that of the address, or else the first', () => {
    const variants = ['S', 'M'].map((size, index) =>
      product({
        name: `Shirt ${size}`,
        sku: `SH-${size}`,
        url: `${HREF}?size=${size}`,
        isVariantOf: { '@id': '#shirt' },
        offers: { price: 10 + index, priceCurrency: 'EUR' },
      }),
    );
    expect(read(variants.map(block), `${HREF}?size=M`)).toMatchObject({ sku: 'SH-M', price: 11 });
    expect(read(variants.map(block))).toMatchObject({ sku: 'SH-S', price: 10 });
  });
});

describe('kinds of products', () => {
  it.each(['IndividualProduct', 'ProductModel', 'http://www.schema.org/Product', 'Vehicle'])(
    'a node of the type %s is a product',
    (type) => {
      expect(read([block({ ...mate, '@type': type })])).toMatchObject({ name: 'Mate Imperial', price: 25 });
    },
  );

  it('a book is a product if it is offered, and its ISBN is one of its ids', () => {
    const book = { '@type': 'Book', name: 'Martín Fierro', isbn: '9789871138012', author: { name: 'José Hernández' } };
    expect(read([block(book)])).toBeUndefined();
    expect(read([block({ ...book, offers: { price: 12, priceCurrency: 'EUR' } })])).toMatchObject({
      name: 'Martín Fierro',
      aliases: ['9789871138012'],
      price: 12,
    });
  });
});
