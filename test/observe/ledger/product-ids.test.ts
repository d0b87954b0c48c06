import { beforeEach, describe, expect, it } from 'vitest';
import type { Line, ProductFacts } from '../../../src/facts/fact.ts';
import { toUnits } from '../../../src/facts/money.ts';
import type { Observer } from '../../../src/types/tracker.ts';
import { toLines } from '../../../src/observe/sources/data-layer/items.ts';
import { readProduct as readJsonLd } from '../../../src/observe/sources/product-page/read-product.ts';
import { inMajor, toLines as toVtexLines } from '../../../src/observe/platforms/vtex/items.ts';
import { readAnswer as readTiendanube } from '../../../src/observe/platforms/tiendanube/map-ls.ts';
import { readCart as readShopify } from '../../../src/observe/platforms/shopify/cart.ts';
import { readStoreCart as readWoo } from '../../../src/observe/platforms/woocommerce/store-cart.ts';
import { advance, useClock } from '../../support/harness.ts';
import { line, openShop } from '../support/shop-page.ts';

beforeEach(() => void useClock());

const vtex = (productId: string, skuId: string, name?: string, more = {}): Line[] =>
  toVtexLines([{ productId, skuId, name, quantity: 1, price: 5, ...more }], inMajor);
const ga4 = (item_id: string, item_name?: string, more = {}): Line[] =>
  toLines([{ item_id, item_name, quantity: 1, ...more }], toUnits);
const ua = (id: string, name?: string, more = {}): Line[] => toLines([{ id, name, quantity: 1, ...more }], toUnits);
const jsonLd = (node: object): Line[] => readJsonLd({ ...node }, [], { href: 'https://shop.example/' }).lines ?? [];
const shopify = (product_id: number, variant_id: number, sku = '', product_title = 'Mate'): Line[] =>
  readShopify({ item_count: 1, items: [{ product_id, variant_id, sku, product_title, quantity: 1 }] })?.lines ?? [];
const tiendanube = (product_id: number, variant_id: number, sku = '', name = 'Mate'): Line[] =>
  readTiendanube({ cart: { products: [{ product_id, variant_id, sku, name, quantity: 1 }] } }, {})?.lines ?? [];
const woo = (id: number, sku = '', name = 'Mate', more = {}): Line[] =>
  readWoo({ items: [{ id, sku, name, quantity: 1, ...more }], totals: {} })?.lines ?? [];
const tracked = (product: ProductFacts): Line[] => [line(product)];
const VARIATION = { type: 'variation' };

type Told = [by: Observer, lines: Line[]];

/** How many additions two sources make of what each of them tells. A source that is no platform comes first, and is held. */
const countAdditions = async (tellings: Told[]) => {
  const { sent, ledger } = openShop();
  for (const [by] of tellings)
    ledger.addSource(/^(vtex|shopify|tienda|woo)/.test(by) ? { name: by, platform: by } : { name: by });
  for (const [by, lines] of tellings)
    ledger.addSource({ name: by })({ type: 'cart.added', confirmed: true, currency: 'UYU', lines });
  await advance(10_000);
  return sent.length;
};

describe('one addition that two sources tell', () => {
  it.each<[what: string, Told, Told]>([
    ['GA4 by the product', ['ga4', ga4('22', 'Mate')], ['vtex', vtex('22', '77', 'Mate')]],
    ['GA4 by the SKU', ['ga4', ga4('77', 'Mate')], ['vtex', vtex('22', '77', 'Mate')]],
    ['GA4 by the variant of a short name', ['ga4', ga4('22', 'Tee - S')], ['vtex', vtex('22', '77', 'Tee')]],
    ['GA4 by the product, without a name', ['ga4', ga4('22')], ['vtex', vtex('22', '77', 'Mate')]],
    ['GA4 by the SKU, without a name', ['ga4', ga4('77')], ['vtex', vtex('22', '77', 'Mate')]],
    [
      'GA4 by the code of the product',
      ['ga4', ga4('REF', 'Thermos')],
      ['vtex', vtex('22', '77', 'Mate', { productRefId: 'REF' })],
    ],
    [
      'GA4 by the bar code',
      ['ga4', ga4('7790001234567', 'Thermos')],
      ['vtex', vtex('22', '77', 'Mate', { ean: '7790001234567' })],
    ],
    ['GA4 by both', ['ga4', ga4('77', 'Mate', { item_group_id: '22' })], ['vtex', vtex('22', '77', 'Mate')]],
    ['Universal Analytics by the SKU', ['ua', ua('77', 'Mate')], ['vtex', vtex('22', '77', 'Mate')]],
    ['GA4 by a code under another name', ['ga4', ga4('M-1', 'Thermos')], ['woocommerce', woo(22, 'M-1')]],
    ['GA4 by the id of a variation', ['ga4', ga4('661')], ['woocommerce', woo(661, 'M-1', 'Mate', VARIATION)]],
    [
      'GA4 by the id of a variant',
      ['ga4', ga4('4400000000001', 'Cup')],
      ['shopify', shopify(88, 4400000000001, 'M-1')],
    ],
    [
      'GA4 by the id of a feed',
      ['ga4', ga4('shopify_UY_8800000001_4400000000001', 'Cup')],
      ['shopify', shopify(8800000001, 4400000000001, 'M-1')],
    ],
    [
      'GA4 by the id of a variant of Tiendanube',
      ['ga4', ga4('99000001')],
      ['tiendanube', tiendanube(88000001, 99000001)],
    ],
    ['GA4 by the SKU of Tiendanube', ['ga4', ga4('M-1', 'Cup')], ['tiendanube', tiendanube(88000001, 99000001, 'M-1')]],
    ['the shop by a SKU', ['manual', tracked({ reference: 'M-1' })], ['woocommerce', woo(22, 'M-1')]],
    ['the shop by both ids', ['manual', tracked({ reference: '22', sku: '77' })], ['vtex', vtex('22', '77', 'Mate')]],
    ['both tags by the same id', ['ua', ua('22', 'Mate')], ['ga4', ga4('22', 'Mate rojo')]],
    ['one tag by the SKU beside the id', ['ua', ua('M-1', 'Cup')], ['ga4', ga4('22', 'Mate', { item_sku: 'M-1' })]],
  ])('%s is reported once', async (_what, one, other) => {
    // What the shop has tracked itself is not reported again.
    const expected = [one, other].some(([by]) => by === 'manual') ? 0 : 1;
    expect(await countAdditions([one, other])).toBe(expected);
  });
});

describe('two products whose ids are alike on different levels', () => {
  it.each<[what: string, Told, Told]>([
    ['GA4 by the product', ['ga4', ga4('22', 'Cup')], ['vtex', vtex('2', '22', 'Mate')]],
    ['GA4 by the SKU', ['ga4', ga4('22', 'Cup')], ['vtex', vtex('22', '77', 'Mate')]],
    ['GA4 by both', ['ga4', ga4('77', 'Cup', { item_group_id: '22' })], ['vtex', vtex('2', '22', 'Mate')]],
    ['GA4 by both, without a name', ['ga4', ga4('77', '', { item_group_id: '22' })], ['vtex', vtex('2', '22', 'Mate')]],
    ['Universal Analytics by the product', ['ua', ua('22', 'Cup')], ['vtex', vtex('2', '22', 'Mate')]],
    ['a code that is another SKU', ['ga4', ga4('22', 'Cup')], ['vtex', vtex('2', '78', 'Mate', { refId: '22' })]],
    ['GA4 and a SKU that is a number', ['ga4', ga4('22', 'Cup')], ['woocommerce', woo(50, '22')]],
    ['two tags by both ids', ['ua', ua('77', '', { group_id: '22' })], ['ga4', ga4('22', '', { item_group_id: '2' })]],
  ])('%s are reported as two additions', async (_what, one, other) => {
    expect(await countAdditions([one, other])).toBe(2);
  });

  it.each([
    ['before the platform', true],
    ['after the platform', false],
  ])('two products that are added together are two additions when GA4 tells them %s', async (_when, isFirst) => {
    for (const isNamed of [true, false]) {
      const [one, two] = isNamed ? ['Cup', 'Mate'] : [];
      const tags: Told[] = [
        ['ga4', ga4('22', one)],
        ['ga4', ga4('2', two)],
      ];
      const shop: Told[] = [
        ['vtex', vtex('2', '22', 'Mate')],
        ['vtex', vtex('22', '77', 'Cup')],
      ];
      expect(await countAdditions(isFirst ? [...tags, ...shop] : [...shop, ...tags])).toBe(2);
    }
  });
});

describe('data of a product', () => {
  const VIEWED = { detailUrl: '/cup/p', imageUrl: '/cup.jpg', brand: 'Serra', productCategories: 'Kitchen' };
  const sentItems = async (tellings: [type: 'products' | 'cart.added', ...Told][]) => {
    const { sent, ledger } = openShop();
    const platform = ledger.addSource({ name: 'vtex', platform: 'vtex' });
    for (const [type, by, lines] of tellings) platform({ type, confirmed: true, currency: 'UYU', lines }, by);
    await advance(10_000);
    return JSON.stringify(sent.map(({ object_parameters }) => object_parameters));
  };

  it.each<[what: string, Told]>([
    ['the platform', ['vtex', vtex('22', '77', 'Cup', VIEWED)]],
    ['the platform by an alias', ['vtex', vtex('5', '78', 'Cup', { ...VIEWED, productRefId: '22', refId: '2' })]],
    ['GA4', ['ga4', ga4('22', 'Cup', { item_brand: 'Serra', imageURL: '/cup.jpg', item_url: '/cup/p' })]],
    ['Universal Analytics', ['ua', ua('22', 'Cup', { brand: 'Serra', imageURL: '/cup.jpg', url: '/cup/p' })]],
    [
      'JSON-LD',
      ['json-ld', jsonLd({ name: 'Cup', productID: '22', url: '/cup/p', image: '/cup.jpg', brand: { name: 'Serra' } })],
    ],
  ])('a viewed product of %s gives nothing to another product whose SKU is its id', async (_by, viewed) => {
    const items = await sentItems([
      ['products', ...viewed],
      ['cart.added', 'vtex', vtex('2', '22', 'Mate')],
    ]);
    expect(items).toContain('"reference":"2"');
    expect(items).not.toMatch(/cup|Cup|Serra|Kitchen/);
  });

  it('a viewed product keeps its data although the SKU of another product is its id', async () => {
    const items = await sentItems([
      ['products', 'vtex', vtex('22', '77', 'Cup', VIEWED)],
      ['products', 'vtex', vtex('2', '22', 'Mate')],
      ['cart.added', 'vtex', vtex('22', '77')],
    ]);
    expect(items).toMatch(/"name":"Cup".*"image_url":"https:\/\/shop.example\/cup.jpg"/);
  });

  it.each<[what: string, Told]>([
    ['GA4 by the product', ['ga4', ga4('22', 'Cup', { item_brand: 'Serra' })]],
    ['GA4 by the SKU', ['ga4', ga4('77', 'Cup', { item_brand: 'Serra' })]],
    ['GA4 by the code', ['ga4', ga4('REF', 'Big cup', { item_brand: 'Serra' })]],
    ['JSON-LD by the SKU', ['json-ld', jsonLd({ name: 'The cup', sku: '77', mpn: 'REF', brand: { name: 'Serra' } })]],
    ['JSON-LD by the code', ['json-ld', jsonLd({ name: 'Big cup', mpn: 'REF', brand: { name: 'Serra' } })]],
  ])('an added product gets the brand from %s', async (_by, described) => {
    const items = await sentItems([
      ['products', ...described],
      ['cart.added', 'vtex', vtex('22', '77', 'Cup', { productRefId: 'REF' })],
    ]);
    expect(items).toContain('"brand":"Serra"');
    expect(items).toContain('"reference":"22"');
  });

  it('an id of GA4 stays the reference in a shop without a platform, and takes the data of JSON-LD', () => {
    const { sent, ledger } = openShop();
    const emit = ledger.addSource({ name: 'ga4' });
    const described = jsonLd({
      name: 'Mate',
      sku: 'M-1',
      image: '/mate.jpg',
      offers: { price: 5, priceCurrency: 'UYU' },
    });
    emit({ type: 'products', currency: 'UYU', lines: described }, 'json-ld');
    emit({ type: 'cart.added', currency: 'UYU', lines: ga4('M-1') });
    expect(sent).toMatchObject([
      {
        amount: 5,
        object_parameters: {
          items: [{ product: { reference: 'M-1', name: 'Mate', image_url: 'https://shop.example/mate.jpg' } }],
        },
      },
    ]);
  });
});
