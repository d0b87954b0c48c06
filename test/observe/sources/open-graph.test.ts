import { describe, expect, it } from 'vitest';
import { describe as read, meta } from '../support/product-document.ts';

const tags = (type: string | undefined, title: string, ...more: string[]) => [
  ...(type === undefined ? [] : [meta('og:type', type)]),
  meta('og:title', title),
  ...more,
];
const price = [meta('product:price:amount', '25.00'), meta('product:price:currency', 'EUR')];

describe('the type in Open Graph', () => {
  it.each(['product', 'og:product', 'product.item', 'myshop:product', 'Product'])(
    'a page of the Open Graph type %s is a product',
    (type) => {
      expect(read(tags(type, 'Mate'))?.name).toBe('Mate');
    },
  );

  it.each(['product.group', 'website', 'article', 'productions'])(
    'a page of the Open Graph type %s is no product',
    (type) => {
      expect(read(tags(type, 'Mate'))).toBeUndefined();
    },
  );

  it.each(['website', undefined])(
    'a page of the Open Graph type %s is a product if it has the price of one',
    (type) => {
      expect(read(tags(type, 'Mate', ...price))).toMatchObject({ name: 'Mate', price: 25, currency: 'EUR' });
    },
  );

  it.each(['product.group', 'article'])('a page of the Open Graph type %s is no product, even with a price', (type) => {
    expect(read(tags(type, 'Mate', ...price))).toBeUndefined();
  });
});

describe('the title in Open Graph', () => {
  const nameOf = (title: string, ...more: string[]) => read(tags('product', title, ...more))?.name;
  const site = meta('og:site_name', 'La Tienda');

  it.each([
    ['the name of the site', 'Mate Imperial - La Tienda', [site]],
    ['the name of the site in other letters', 'Mate Imperial | LA TIENDA', [site]],
    ['the name of the site after a dash', 'Mate Imperial – La Tienda', [site]],
    ['the name in the address of the shop', 'Mate Imperial - Shop', []],
    ['anything after the page’s heading', 'Mate Imperial · Envío gratis', ['<h1>Mate Imperial</h1>']],
  ])('the Open Graph title gives the name without %s', (_, title, more) => {
    expect(nameOf(title, ...more)).toBe('Mate Imperial');
  });

  it.each([
    ['Mate Imperial - Negro', [site]],
    ['Mate-Set', ['<h1>Mate</h1>']],
    ['La Tienda', [site]],
    ['Mate Imperial - Negro', ['<h1>Mate Imperial - Negro</h1>']],
  ])('the Open Graph title stays whole if its end is not the name of the shop: %s', (title, more) => {
    expect(nameOf(title, ...more)).toBe(title);
  });
});
