import fc from 'fast-check';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createRequestWatch } from '../../src/observe/page/watch-requests.ts';
import { dataLayer } from '../../src/observe/sources/data-layer/data-layer.ts';
import { readMessage } from '../../src/observe/sources/data-layer/messages.ts';
import { readJsonLd } from '../../src/observe/sources/product-page/json-ld.ts';
import { readOpenGraph } from '../../src/observe/sources/product-page/open-graph.ts';
import { advance, useClock } from '../support/harness.ts';
import { setGlobal } from './support/fake-gtm.ts';
import { anythingUnder, EVENTS, expectAllowed, KEYS, personal, SECRETS, traps } from './support/hostile-input.ts';
import { newMemory, openShop, PLATFORM } from './support/shop-page.ts';

beforeEach(() => void useClock());

const anything = anythingUnder(KEYS, EVENTS);

const args = (...values: unknown[]) =>
  (function (..._: unknown[]) {
    // eslint-disable-next-line prefer-rest-params -- the very object that gtag pushes
    return arguments;
  })(...values);

/** A page with a data layer and a platform, and the events that it sends. */
const openPage = () => {
  const page = openShop();
  page.ledger.addSource(PLATFORM);
  const layer = setGlobal('dataLayer', [] as unknown[]);
  const adapter = dataLayer();
  onTestFinished(adapter.start(page.ledger.addSource(adapter), () => () => {}, newMemory(), createRequestWatch()));
  return { ...page, layer };
};

describe('data layer with hostile input', () => {
  it('hostile data layer messages cause no error, and only listed fields are sent', async () => {
    const { layer, sent, ledger } = openPage();
    const errors = vi.fn();
    window.addEventListener('error', errors);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...EVENTS),
        fc.oneof(
          anything,
          traps.map((make) => make()),
        ),
        fc.nat(3),
        async (event, value, form) => {
          const forms = [
            () => ({ event, ecommerce: value, ...personal }),
            () => args('event', event, value),
            () => ({ event, ...(value as object), ...personal }),
            () => value,
          ];
          let message: unknown;
          try {
            message = forms[form]!();
          } catch {
            return;
          }
          layer.push(message);
          await advance(0);
          ledger.flush(false);
        },
      ),
      { numRuns: 600, seed: Number(process.env.HOSTILE_SEED ?? 1) },
    );
    expect(errors).not.toHaveBeenCalled();
    for (const event of sent) expectAllowed(event);
    const text = JSON.stringify(sent);
    for (const secret of SECRETS) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/<img|NaN/);
  });

  it('an order and a form with personal data in every object are sent without it', async () => {
    const { layer, sent, ledger } = openPage();
    const items = [
      {
        item_id: '1',
        item_name: `Card for ${SECRETS[0]} <b onclick="x()">now</b>`,
        price: 5,
        quantity: 1,
        ...personal,
      },
    ];
    layer.push({
      event: 'purchase',
      ...personal,
      ecommerce: { transaction_id: 'A', value: 5, currency: 'UYU', items, ...personal },
    });
    layer.push({
      event: 'x',
      ...personal,
      ecommerce: { purchase: { actionField: { id: 'B', revenue: 5, ...personal }, products: items } },
    });
    layer.push(args('event', 'generate_lead', { form_id: 'contact', ...personal }));
    await advance(0);
    ledger.flush(true);
    expect(sent.map(({ action }) => action)).toEqual(['order.placed', 'form.completed']);
    for (const event of sent) expectAllowed(event);
    const text = JSON.stringify(sent);
    for (const secret of SECRETS) expect(text).not.toContain(secret);
    expect(text).toContain('"Card for … now"');
  });

  it('at most 300 items of a data layer message are read', () => {
    for (const make of [
      () => new Array(4_000_000_000),
      () => Array.from({ length: 100_000 }, () => ({ item_id: '1' })),
    ]) {
      const facts = readMessage({ event: 'view_cart', ecommerce: { items: make() } });
      expect(facts[0]?.[0].lines?.length).toBeLessThanOrEqual(300);
    }
  });
});

describe('product description with hostile input', () => {
  it('hostile JSON-LD causes no error, and only listed fields are sent', () => {
    const { ledger, sent } = openShop();
    const emit = ledger.addSource({ name: 'json-ld' });
    fc.assert(
      fc.property(fc.oneof(anything, fc.string()), fc.constantFrom('Product', 'ProductGroup'), (value, type) => {
        let text: string | undefined;
        try {
          text = JSON.stringify({
            '@type': type,
            name: 'N',
            review: { author: personal },
            ...(value as object),
            seller: personal,
          });
        } catch {
          return;
        }
        const fact = readJsonLd(
          [text, String(JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? 1 : inner)))],
          {
            href: 'https://shop.example/p/mate',
          },
        );
        if (fact) emit(fact);
        ledger.flush(true);
      }),
      { numRuns: 600, seed: Number(process.env.HOSTILE_SEED ?? 1) },
    );
    expect(sent.length).toBeGreaterThan(0);
    for (const event of sent) expectAllowed(event);
    for (const secret of SECRETS) expect(JSON.stringify(sent)).not.toContain(secret);
  });

  it('JSON-LD whose references multiply its nodes is read in a moment', () => {
    const references = (id: string) => Array.from({ length: 300 }, () => ({ '@id': id }));
    const nodes = [
      { '@type': 'ProductGroup', name: 'Mate', hasVariant: references('#variant') },
      { '@type': 'Thing', '@id': '#variant', offers: references('#offer') },
      { '@type': 'AggregateOffer', '@id': '#offer', price: 5, priceCurrency: 'UYU', offers: references('#offer') },
    ];
    const start = performance.now();
    const fact = readJsonLd([JSON.stringify({ '@graph': nodes })], { href: 'https://shop.example/p/mate' });
    // All of them would be 27 million offers.
    expect(performance.now() - start).toBeLessThan(1_500);
    expect(fact?.lines).toMatchObject([{ product: { name: 'Mate' } }]);
  });

  it('JSON-LD with objects in place of texts gives no exception', () => {
    const trap = { toString: 1, valueOf: 1 };
    const fields = Object.fromEntries(
      [
        '@id',
        'url',
        'sku',
        'productID',
        'isVariantOf',
        'offers',
        'brand',
        'image',
        'mainEntityOfPage',
        'hasVariant',
      ].map((name) => [name, trap]),
    );
    const offers = [{ price: trap, priceType: trap, priceCurrency: trap, priceSpecification: [trap], '@type': trap }];
    const page = { href: 'https://shop.example/p/mate', canonical: '', names: ['Mate'] };
    for (const more of [{}, { offers }]) {
      const product = { '@type': ['Product', trap], name: 'Mate', ...fields, ...more };
      const text = JSON.stringify([product, { ...product, name: 'Mate 2' }, { '@type': 'ItemPage', mainEntity: trap }]);
      expect(readJsonLd([text], page)?.lines?.[0]?.product.name).toBe('Mate');
    }
  });

  it('Open Graph tags with any text give at most one product', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('og:type', 'og:title', 'og:image', 'product:price:amount', 'og:url'),
          fc.string(),
        ),
        (properties) => {
          const fact = readOpenGraph({ ...properties, 'og:type': 'product' }, { href: 'https://shop.example/p/mate' });
          if (fact) expect(fact.lines).toHaveLength(1);
        },
      ),
    );
  });
});
