import { describe, expect, it } from 'vitest';
import { block, describe as read, meta, product } from '../support/product-document.ts';

const AT = 'https://shop.example';
const offers = { price: 25, priceCurrency: 'EUR' };
const mate = product({ name: 'Mate', offers });
const elsewhere = { ...mate, url: `${AT}/producto/mate/` };
const rated = product({ name: 'Mi Tienda', aggregateRating: { ratingValue: 4.8, reviewCount: 12 } });
const isArticle = meta('og:type', 'article');
const h1 = (text: string) => `<h1>${text}</h1>`;
const canonical = (href: string) => `<link rel="canonical" href="${href}">`;
const post = (fields: object, type = 'BlogPosting') =>
  block({ '@type': type, headline: 'Los mejores mates', ...fields });

describe('a page that is not the page of the product that it names', () => {
  it.each([
    ['a category with a single product', '/categoria/mates/', [block(elsewhere), h1('Mates')]],
    ['a category without a heading', '/categoria/mates/', [block(elsewhere)]],
    ['a category that is the base of an id', '/categoria/mates/', [block({ ...elsewhere, '@id': '#product' })]],
    ['a category whose heading holds the name', '/categoria/accesorios/', [block(elsewhere), h1('Para tu mate')]],
    ['a category whose products are sold at /p', '/mates/p', [block({ ...elsewhere, url: '/mate/p' })]],
    ['a shop with stars on its home page', '/', [block(rated), h1('Mi Tienda')]],
    ['a shop with stars and its address', '/', [block({ ...rated, url: `${AT}/` }), canonical(`${AT}/`)]],
    ['a shop with stars on another page', '/contacto/', [block(rated), h1('Contacto')]],
    ['an article by its Open Graph type', '/blog/mates', [block(mate), isArticle, h1('Los mejores mates')]],
    ['an article about a product elsewhere', '/blog/mate/', [block(elsewhere), isArticle, h1('Mate')]],
    ['a post without an address', '/blog/mates', [block(mate), post({}), h1('Los mejores mates')]],
    ['a post with its address', '/blog/mates', [block(mate), post({ url: `${AT}/blog/mates` }, 'Article'), h1('Mate')]],
    [
      'news that are the page’s',
      '/blog/mates',
      [
        block({ ...mate, '@id': '#product' }),
        post({ mainEntityOfPage: { '@id': `${AT}/blog/mates/` } }, 'NewsArticle'),
      ],
    ],
    [
      'a category in microdata',
      '/categoria/mates/',
      [
        `<div itemscope itemtype="https://schema.org/Product"><a itemprop="url" href="/producto/mate/"><b itemprop="name">Mate</b></a></div>`,
      ],
    ],
  ])('no product is viewed on a page that is %s', (_, path, html) => {
    expect(read(html, AT + path)).toBeUndefined();
  });
});

describe('the page of a product', () => {
  it.each([
    ['another query', '/producto/mate/?utm_source=x', elsewhere.url],
    ['another end', '/producto/mate', elsewhere.url],
    ['www. and http', '/producto/mate/', 'http://www.shop.example/producto/mate/'],
    ['capitals', '/producto/mate/', `${AT}/Producto/MATE/`],
    ['a language in one of the two', '/es/producto/mate/', elsewhere.url],
    ['a collection in one of the two', '/collections/all/products/mate', '/products/mate'],
    ['a variant', '/productos/mate/?variant=1', `${AT}/productos/mate/`],
    ['/p at its end', '/es/mate/p?skuId=4', '/mate/p'],
    ['only the root', '/producto/mate/', AT],
    ['nothing', '/producto/mate/', undefined],
    ['what is no address', '/producto/mate/', 'http://['],
  ])('a product page is recognised although the address in its product has %s', (_, path, url) => {
    expect(read([block({ ...mate, url }), h1('Shop')], AT + path)).toMatchObject({ name: 'Mate', price: 25 });
  });

  it.each([
    ['the canonical address', [canonical(`${AT}/producto/mate`)]],
    ['the Open Graph type', [meta('og:type', 'og:product'), meta('og:title', 'Otro')]],
    ['the heading', [h1(' MATE ')]],
    ['the title for previews', [meta('og:title', 'Mate | Mi Tienda')]],
  ])('a product page is recognised by %s although its product has another address', (_, more) => {
    expect(read([block(elsewhere), ...more], `${AT}/ver/77`)).toMatchObject({ name: 'Mate', price: 25 });
  });

  it.each([
    ['the heading', [h1('Mi Tienda')]],
    ['the Open Graph type', [meta('og:type', 'product')]],
  ])('a rated product without an offer has its page by %s', (_, more) => {
    expect(read([block(rated), ...more], `${AT}/p/9`)?.name).toBe('Mi Tienda');
  });

  it('a rated product without an offer has its page by its address', () => {
    expect(read([block({ ...rated, '@id': '#product' })], `${AT}/p/9`)?.name).toBe('Mi Tienda');
  });

  it.each([
    // Yoast's free plug-in calls each page of WooCommerce an article.
    ['an article by its Open Graph type', [isArticle]],
    ['a post', [post({})]],
  ])('a page of the product’s address stays a product page although it is also %s', (_, more) => {
    expect(read([block(elsewhere), ...more], elsewhere.url)).toMatchObject({ name: 'Mate', price: 25 });
  });

  it('a page with the Open Graph type of an article is a product page if its heading is the product', () => {
    expect(read([block(mate), isArticle, h1('Mate')], `${AT}/producto/x`)?.name).toBe('Mate');
  });

  it('a product page may lead to posts', () => {
    expect(read([block(mate), post({ url: '/blog/mates' })], `${AT}/producto/x`)?.name).toBe('Mate');
  });
});
