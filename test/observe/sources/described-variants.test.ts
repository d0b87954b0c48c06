import { describe, expect, it, onTestFinished } from 'vitest';
import { block, describe as read, meta, product } from '../support/product-document.ts';

const HREF = 'https://shop.example/producto/remera/';
const h1 = (text: string) => `<h1>${text}</h1>`;
const offer = (price: number, url: string) => ({ '@type': 'Offer', price, priceCurrency: 'EUR', url });

describe('variants that are described as products', () => {
  const shirts = ['S', 'M', 'L'].map((size, index) =>
    product({ name: `Remera - ${size}`, sku: `R-${size}`, offers: offer(10 + index, `${HREF}?variant=${size}`) }),
  );
  const html = [block({ ...shirts[0], gtin: undefined }), block([{ ...shirts[1], gtin: '77' }, shirts[2]])];

  it.each([
    ['the first', HREF, 'S', 10],
    ['the first of another query', `${HREF}?utm_source=x`, 'S', 10],
    ['that of the address', `${HREF}?variant=L`, 'L', 12],
    ['that of an address with more', `${HREF}?utm_source=x&variant=L#top`, 'L', 12],
  ])(
    'variants that are described as products are one product by the heading, and of them %s',
    (_, href, size, price) => {
      for (const heading of [h1('Remera'), meta('og:title', 'Remera | Shop')]) {
        const found = read([...html, heading], href);
        expect(found).toMatchObject({ name: 'Remera', sku: `R-${size}`, price, currency: 'EUR' });
        expect(found?.aliases).toBeUndefined();
      }
    },
  );

  it('products of other addresses are not guessed to be variants, although ids without an address are read within the page', () => {
    const cards = shirts.map((shirt, index) => ({
      ...shirt,
      '@id': `#${index}`,
      url: `/remera-${index}`,
      offers: { price: 5 },
    }));
    expect(read([block(cards), h1('Remera')], HREF)).toBeUndefined();
  });

  it('products of one address are not guessed to be variants if not all bear the heading', () => {
    const belt = product({ name: 'Cinto', sku: 'C', offers: offer(5, `${HREF}?variant=C`) });
    for (const more of [[block(belt), h1('Remera')], [h1('Ropa')], []])
      expect(read([...html, ...more], HREF)).toBeUndefined();
  });
});

describe('the variant that an address names', () => {
  const group = (...urls: string[]) =>
    block({
      '@type': 'ProductGroup',
      name: 'Remera',
      productGroupID: '70',
      hasVariant: urls.map((url, index) =>
        product({ name: 'Remera', sku: `R-${index}`, offers: offer(10 + index, url) }),
      ),
    });

  it.each([
    ['parameters of a campaign', '?variant=2&utm_source=x', ['?variant=1', '?variant=2'], 1],
    ['a fragment', '?variant=2#reviews', ['?variant=1', '?variant=2'], 1],
    ['its parameters in another order', '?size=m&color=red', ['?color=red&size=s', '?color=red&size=m'], 1],
    ['less precise variants beside it', '?size=m&color=red', ['', '?size=m', '?size=m&color=red'], 2],
    ['a collection', '?variant=2', ['/products/remera?variant=1', '/products/remera?variant=2'], 1],
    ['no end', '?variant=2&x=1', ['?variant=1', `${HREF.slice(0, -1)}?variant=2`], 1],
  ])('the variant of a group is that of the address, with %s', (_, query, urls, index) => {
    const found = read([group(...urls.map((url) => new URL(url, HREF).href))], HREF + query);
    expect(found).toMatchObject({ reference: '70', sku: `R-${index}`, price: 10 + index });
  });

  it.each([
    ['other parameters', '?variant=3', ['?variant=1', '?variant=2']],
    ['fewer parameters', '?size=m', ['?size=m&color=red', '?size=s&color=red']],
    ['parameters where the variants have none', '?variant=2', ['', '']],
  ])('no variant of a group is guessed from an address with %s', (_, query, urls) => {
    const found = read([group(...urls.map((url) => new URL(url, HREF).href))], HREF + query);
    expect(found).toMatchObject({ reference: '70', price: 10 });
    expect(found?.sku).toBeUndefined();
  });

  it('of several offers, that of the address counts although a campaign led to it', () => {
    const offers = [offer(10, `${HREF}?variant=1`), offer(11, `${HREF}?variant=2`)];
    expect(read([block(product({ name: 'Remera', offers }))], `${HREF}?variant=2&fbclid=x`)?.price).toBe(11);
  });
});

describe('the picture of a product', () => {
  const picture = { '@type': 'ImageObject', '@id': `${HREF}#primaryimage`, url: 'https://cdn.example/a.jpg' };
  const reference = { '@id': picture['@id'] };
  const shared = [
    meta('og:type', 'product'),
    meta('og:title', 'Remera'),
    meta('og:image', 'https://cdn.example/og.jpg'),
  ];
  const shirt = (image: unknown) => product({ name: 'Remera', image });

  it.each([
    ['a reference', reference],
    ['a list of references', [reference, 'https://cdn.example/b.jpg']],
    ['a list that begins with a reference to nothing', [{ '@id': '#none' }, picture]],
  ])('the picture is found by its id if the product has %s', (_, image) => {
    expect(read([block({ '@graph': [shirt(image), picture] }), ...shared], HREF)?.image_url).toBe(picture.url);
  });

  it.each([
    ['a reference to nothing', reference],
    ['a fragment', '#primaryimage'],
    ['a fragment of the page’s address', `${HREF}#primaryimage`],
  ])('the picture is that for previews if the product has %s', (_, image) => {
    expect(read([block(shirt(image)), ...shared], HREF)?.image_url).toBe('https://cdn.example/og.jpg');
    expect(read([block(shirt(image))], `${HREF}?variant=2`)?.image_url).toBeUndefined();
  });

  it('a fragment of the canonical address is no picture', () => {
    const canonical = `<link rel="canonical" href="${HREF}">`;
    expect(read([block(shirt(reference)), canonical], 'https://shop.example/ver/remera')?.image_url).toBeUndefined();
  });

  it('a picture whose id is its address is told', () => {
    expect(read([block(shirt({ '@id': 'https://cdn.example/c.jpg' }))], HREF)?.image_url).toBe(
      'https://cdn.example/c.jpg',
    );
  });
});

it('a product is described as usual on a page with the list methods of Prototype.js 1.6', () => {
  const { reduce, entries } = Array.prototype;
  onTestFinished(() => void Object.assign(Array.prototype, { reduce, entries }));
  Object.assign(Array.prototype, {
    reduce(this: unknown[]) {
      return this.length > 1 ? this : this[0];
    },
    entries(this: unknown[]) {
      return this.map((one) => one);
    },
  });
  const second = product({ name: 'Remera', brand: 'Casa', offers: { price: 10, priceCurrency: 'EUR' } });
  expect(read([block(product({ name: 'Remera', sku: 'R' })), block(second)], HREF)).toMatchObject({
    name: 'Remera',
    sku: 'R',
    brand: 'Casa',
    price: 10,
  });
});
