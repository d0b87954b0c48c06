import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Fact } from '../../../src/facts/fact.ts';
import { toUnits } from '../../../src/facts/money.ts';
import { createRequestWatch } from '../../../src/observe/page/watch-requests.ts';
import { readJsonLd } from '../../../src/observe/sources/product-page/json-ld.ts';
import { productPage, readDocument } from '../../../src/observe/sources/product-page/product-page.ts';
import { advance, useClock, visit } from '../../support/harness.ts';
import { newMemory } from '../support/shop-page.ts';

const HREF = 'https://shop.example/p/mate';
const mate = { '@context': 'https://schema.org/', '@type': 'Product', name: 'Mate', sku: 'M-1' };

const read = (blocks: unknown, href = HREF, canonical?: string): Fact | undefined => {
  const list = (Array.isArray(blocks) ? blocks : [blocks]) as unknown[];
  const fact = readJsonLd(
    list.map((block) => (typeof block === 'string' ? block : JSON.stringify(block))),
    { href, canonical },
  );
  return fact && (JSON.parse(JSON.stringify(fact)) as Fact);
};
const product = (...values: Parameters<typeof read>) => read(...values)?.lines?.[0]?.product;

describe('JSON-LD', () => {
  it('JSON-LD gives the product, its price and its currency', () => {
    const block = {
      ...mate,
      productID: '101',
      gtin13: '7791234567890',
      url: '/p/mate',
      image: [{ '@type': 'ImageObject', url: '/i/mate.jpg' }, 'other.jpg'],
      brand: { '@type': 'Brand', name: 'Gaucho &amp; Co' },
      category: 'Kitchen > Mate',
      description: 'not sent',
      offers: { '@type': 'Offer', price: '1.234,50', priceCurrency: 'uyu', availability: 'InStock' },
      review: [{ author: { name: 'Ana' } }],
    };
    expect(read(block)).toEqual({
      type: 'product.viewed',
      currency: 'UYU',
      lines: [
        {
          quantity: 1,
          product: {
            reference: '101',
            sku: 'M-1',
            aliases: ['101', '7791234567890'],
            name: 'Mate',
            url: '/p/mate',
            image_url: '/i/mate.jpg',
            brand: 'Gaucho & Co',
            categories: ['Kitchen', 'Mate'],
            price: toUnits(1234.5),
          },
        },
      ],
    });
  });

  it.each([
    ['a list of blocks', [[{ '@type': 'WebSite', name: 'S' }, mate]]],
    ['a graph', { '@graph': [{ '@type': 'Organization', name: 'O' }, mate] }],
    ['a page with a main entity', { '@type': 'ItemPage', mainEntity: mate }],
    ['a product of several types', { ...mate, '@type': ['Thing', 'http://schema.org/Product'] }],
    ['two descriptions of one product', [mate, { ...mate, sku: undefined }]],
  ])('a product is found in JSON-LD that is %s', (_, block) => {
    expect(product(block)?.name).toBe('Mate');
  });

  it.each([
    ['one offer', { price: 5, priceCurrency: 'UYU' }],
    ['a list of offers', [{ price: '5', priceCurrency: 'UYU' }, { price: 9 }]],
    ['a range', { '@type': 'AggregateOffer', lowPrice: 5, highPrice: 9, priceCurrency: 'UYU' }],
    ['a specified price', { priceSpecification: { price: '5.00', priceCurrency: 'UYU' } }],
    ['several specified prices', { priceSpecification: [{ price: 5, priceCurrency: 'UYU' }, { price: 4 }] }],
    ['the offer of this address', [{ price: 9 }, { price: 5, priceCurrency: 'UYU', url: HREF }]],
  ])('JSON-LD with %s gives the price', (_, offers) => {
    expect(read({ ...mate, offers })).toMatchObject({ currency: 'UYU', lines: [{ product: { price: toUnits(5) } }] });
  });

  it('JSON-LD references within a page are followed, and its breadcrumbs give the categories', () => {
    const block = {
      '@graph': [
        { ...mate, '@id': '#product', offers: { '@id': '#offer' } },
        { '@type': 'Offer', '@id': '#offer', price: 7, priceCurrency: 'USD' },
        {
          '@type': 'BreadcrumbList',
          itemListElement: ['Home', 'Kitchen', 'Mates', 'Mate'].map((name, index) =>
            index % 2 ? { position: index, name } : { position: index, item: { '@id': '#', name } },
          ),
        },
      ],
    };
    expect(read(block)).toMatchObject({
      currency: 'USD',
      lines: [{ product: { price: toUnits(7), categories: ['Kitchen', 'Mates'] } }],
    });
  });

  it('a JSON-LD product group gives the variant of the address, or else the group alone', () => {
    const group = {
      '@type': 'ProductGroup',
      productGroupID: '70',
      name: 'Mate',
      hasVariant: ['red', 'blue'].map((color, index) => ({
        '@type': 'Product',
        sku: `70-${color}`,
        image: `/${color}.jpg`,
        offers: { url: `${HREF}?variant=${color}`, price: 5 + index, priceCurrency: 'UYU' },
      })),
    };
    expect(product(group, `${HREF}?variant=blue`)).toMatchObject({
      reference: '70',
      sku: '70-blue',
      image_url: '/blue.jpg',
      price: toUnits(6),
    });
    const whole = product(group);
    expect(whole).toMatchObject({ reference: '70', price: toUnits(5) });
    expect(whole).not.toHaveProperty('sku');
  });

  it('several JSON-LD products give no product view, unless one of them belongs to the address', () => {
    const others = [mate, { ...mate, name: 'Yerba', sku: 'Y' }];
    expect(read(others)).toBeUndefined();
    expect(product([mate, { ...mate, name: 'Yerba', url: 'http://shop.example/p/mate/' }])?.name).toBe('Yerba');
    expect(
      product([mate, { ...mate, name: 'Yerba', '@id': '/p/yerba#product' }], HREF, 'https://shop.example/p/yerba')
        ?.name,
    ).toBe('Yerba');
  });

  it('a JSON-LD list, collection page or review with one product gives no product view', () => {
    expect(read([{ '@type': 'ItemList', itemListElement: [mate] }])).toBeUndefined();
    expect(read([{ '@type': 'CollectionPage' }, mate])).toBeUndefined();
    expect(read({ '@type': 'Review', itemReviewed: mate })).toBeUndefined();
  });

  it.each([
    ['comments', '/* shop */ {"@type":"Product", "name":"Mate"}\n// end'],
    ['CDATA', '//<![CDATA[\n{"@type":"Product","name":"Mate"}\n//]]>'],
    ['trailing commas', '{"@type":"Product","name":"Mate","offers":[{"price":1,},],}'],
    ['raw line ends in texts', '{"@type":"Product","description":"a\n\tb","name":"Mate"}'],
    ['quotes as entities', '{&quot;@type&quot;:&quot;Product&quot;,&quot;name&quot;:&quot;Mate&quot;}'],
  ])('JSON-LD is read although it has %s', (_, text) => {
    expect(product(text)?.name).toBe('Mate');
  });

  it.each([
    '',
    'null',
    '5',
    '[[[[',
    '{"@type":"Product","name":"A","url":"http://["}x',
    '{"@type":"Product"}',
    '{"@type":5,"name":"x"}',
    '{"@graph":{"@graph":{}}}',
  ])('no product is read from the JSON-LD text %s', (text) => {
    expect(read(text)).toBeUndefined();
  });
});

const write = (...elements: string[]) => {
  document.head.innerHTML = elements.join('');
  onTestFinished(() => void (document.head.innerHTML = ''));
};
const block = (value: object) => `<script type="application/ld+json">${JSON.stringify(value)}</script>`;
const meta = (property: string, content: string) => `<meta property="${property}" content="${content}">`;

describe('Open Graph', () => {
  const tags = [
    meta('og:type', 'product'),
    meta('og:title', 'Mate'),
    meta('og:url', 'https://shop.example/p/mate'),
    meta('og:image', 'http://cdn.example/m.jpg'),
    meta('og:image:secure_url', 'https://cdn.example/m.jpg'),
    meta('product:brand', 'Gaucho'),
  ];

  it('Open Graph tags give the product, with the price in the notation of the shop', () => {
    write(
      ...tags,
      meta('og:price:amount', '1.234,56'),
      meta('og:price:currency', 'ARS'),
      meta('product:retailer_item_id', '101'),
    );
    expect(JSON.parse(JSON.stringify(readDocument(document, HREF)))).toEqual({
      type: 'product.viewed',
      currency: 'ARS',
      lines: [
        {
          quantity: 1,
          product: {
            reference: '101',
            aliases: ['101'],
            name: 'Mate',
            url: HREF,
            image_url: 'https://cdn.example/m.jpg',
            brand: 'Gaucho',
            price: toUnits(1234.56),
          },
        },
      ],
    });
  });

  it('Open Graph tags of another type give no product', () => {
    write(meta('og:type', 'website'), meta('og:title', 'Shop'));
    expect(readDocument(document, HREF)).toBeUndefined();
  });

  it('Open Graph tags add what JSON-LD lacks', () => {
    write(...tags, block({ ...mate, name: 'Mate de JSON-LD', brand: 'B' }));
    expect(readDocument(document, HREF)?.lines?.[0]?.product).toMatchObject({
      name: 'Mate de JSON-LD',
      brand: 'B',
      image_url: 'https://cdn.example/m.jpg',
    });
  });
});

describe('product page adapter', () => {
  beforeEach(() => void useClock());

  const observe = () => {
    const facts: Fact[] = [];
    const turns: (() => void)[] = [];
    onTestFinished(
      productPage().start(
        (fact) => facts.push(fact),
        (callback) => {
          turns.push(callback);
          return () => void turns.splice(0);
        },
        newMemory(),
        createRequestWatch(),
      ),
    );
    /** The shop's app shows another page. */
    const go = (path: string) => {
      visit(`http://shop.localhost:3000${path}`);
      turns.forEach((turn) => turn());
    };
    const names = () => facts.map(({ lines }) => lines?.[0]?.product.name);
    return { facts, go, names };
  };

  it('a product page is reported once, as soon as it describes its product', async () => {
    visit('http://shop.localhost:3000/p/1');
    const { facts } = observe();
    expect(facts).toEqual([]);
    write(block(mate));
    await advance(20_000);
    expect(facts).toMatchObject([{ lines: [{ product: { name: 'Mate', url: 'http://shop.localhost:3000/p/1' } }] }]);
  });

  it('a product described at the root address is not reported', async () => {
    write(block(mate));
    const { facts } = observe();
    await advance(20_000);
    expect(facts).toEqual([]);
  });

  it('a single-page app reports its next product only once the description of the last one is replaced', async () => {
    visit('http://shop.localhost:3000/p/1');
    write(block({ ...mate, name: 'One' }));
    const { go, names } = observe();
    go('/p/2');
    await advance(600);
    expect(names()).toEqual(['One']);
    write(block({ ...mate, name: 'Two' }));
    await advance(5_000);
    expect(names()).toEqual(['One', 'Two']);
    go('/list');
    write();
    await advance(5_000);
    go('/p/2');
    write(block({ ...mate, name: 'Two' }));
    await advance(5_000);
    expect(names()).toEqual(['One', 'Two', 'Two']);
  });
});
