import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { block, meta, product } from '../observe/support/product-document.ts';
import { advance, useClock, visit } from '../support/harness.ts';
import { openScriptPage, page, scriptTag } from './support/script-page.ts';

beforeEach(() => void useClock());

const SCRIPT = 'https://collector.example/vitrina.storefront.js?id=xy76ks';
const FILE = 'https://collector.example/vitrina.product.js';
const HREF = 'http://shop.localhost:3000/p/mate';

/** Opens a page of a shop on an unknown platform. Further files load when the test says so. */
const openPage = async (html: string[], href = HREF) => {
  const world = openScriptPage();
  const files: HTMLScriptElement[] = [];
  const append = vi.spyOn(document.head, 'append').mockImplementation((script) => {
    files.push(script as HTMLScriptElement);
  });
  const write = (...elements: string[]) => (document.body.innerHTML = elements.join(''));
  onTestFinished(() => {
    append.mockRestore();
    write();
  });
  visit(href);
  write(...html);
  Object.defineProperty(document, 'currentScript', { configurable: true, value: scriptTag(SCRIPT) });
  vi.resetModules();
  await import('../../src/script/entries/storefront.ts');
  Object.defineProperty(document, 'currentScript', { configurable: true, value: null });
  await advance(500);
  /** Finishes loading the file that was asked for last. */
  const arrive = async () => {
    vi.resetModules();
    await import('../../src/script/entries/product.ts');
    files.at(-1)?.onload?.(new Event('load'));
    await advance(8_000);
  };
  const viewed = () =>
    world
      .events()
      .filter(({ action }) => action === 'product.viewed')
      .map(({ object_parameters: given }) => (given as { name: string }).name);
  return { ...world, write, arrive, viewed, files: () => files.map(({ src }) => src) };
};

const mate = block(product({ name: 'Mate', sku: 'M-1' }));
const item = (type: string, inner: string) =>
  `<div itemscope itemtype="https://schema.org/${type}"><b itemprop="name">Mate</b>${inner}</div>`;

describe('the file that reads descriptions of products', () => {
  it.each([
    ['JSON-LD', [mate]],
    ['JSON-LD of a group', [block({ '@type': 'ProductGroup', name: 'Mate', hasVariant: [] })]],
    ['JSON-LD of a car', [block({ '@type': ['Thing', 'Car'], name: 'Mate' })]],
    ['JSON-LD of a book that is offered', [block({ '@type': 'Book', name: 'Mate', offers: { price: 5 } })]],
    ['quotes as entities', [mate.replace(/(?<!=)"(?!application|>)/g, '&quot;').replace(/json&quot;/, 'json"')]],
    ['Open Graph', [meta('og:type', 'product'), meta('og:title', 'Mate')]],
    ['Open Graph in other letters', [meta('og:type', 'shop:Product.item'), meta('og:title', 'Mate')]],
    ['Open Graph with names', ['<meta name="og:type" content="product"><meta name="og:title" content="Mate">']],
    ['a price in Open Graph', [meta('og:title', 'Mate'), meta('product:sale_price:amount', '5.00')]],
    ['microdata', [item('Product', '')]],
    ['microdata of a model', [item('ProductModel', '')]],
    [
      'microdata of a book that is offered',
      [item('Book', '<p itemprop="offers" itemscope itemtype="https://schema.org/Offer"></p>')],
    ],
  ])('a page loads the file and reports its product if it describes it by %s', async (_, html) => {
    const { arrive, viewed, files } = await openPage(html);
    expect(files()).toEqual([FILE]);
    await arrive();
    expect(viewed()).toEqual(['Mate']);
  });

  it.each([
    ['describes nothing', []],
    ['describes the shop and its way to a list', [block([{ '@type': 'Organization' }, { '@type': 'BreadcrumbList' }])]],
    ['is an article', [meta('og:type', 'article'), meta('description', 'All about our product'), item('Article', '')]],
  ])('a page does not load the file if it %s', async (_, html) => {
    const { files } = await openPage(html);
    await advance(20_000);
    expect(files()).toEqual([]);
  });

  it('a home page does not load the file, though it describes itself as a product', async () => {
    const { files } = await openPage([mate], 'http://shop.localhost:3000/');
    await advance(20_000);
    expect(files()).toEqual([]);
  });

  it('a product is reported though its description and the file come late', async () => {
    const { write, arrive, viewed, files } = await openPage([]);
    write(mate);
    await advance(5_000);
    expect(files()).toEqual([FILE]);
    await advance(30_000);
    await arrive();
    expect(viewed()).toEqual(['Mate']);
  });

  it('an app loads the file on its first product page and reports each product', async () => {
    const { write, arrive, viewed, files } = await openPage([], 'http://shop.localhost:3000/list');
    await advance(20_000);
    expect(files()).toEqual([]);
    history.pushState(null, '', '/p/mate');
    write(mate);
    await advance(5_000);
    await arrive();
    history.pushState(null, '', '/p/yerba');
    write(block(product({ name: 'Yerba' })));
    await advance(8_000);
    expect(files()).toEqual([FILE]);
    expect(viewed()).toEqual(['Mate', 'Yerba']);
  });

  it('a product is not reported if the tracker was stopped before the file has come', async () => {
    const { arrive, viewed } = await openPage([mate]);
    (page.vitrina as unknown as { stop(): void }).stop();
    await arrive();
    expect(viewed()).toEqual([]);
  });
});
