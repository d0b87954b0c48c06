import fc from 'fast-check';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { dataLayer } from '../../src/observe/data-layer/data-layer.ts';
import { readMessage } from '../../src/observe/data-layer/messages.ts';
import { readJsonLd } from '../../src/observe/product-page/json-ld.ts';
import { readOpenGraph } from '../../src/observe/product-page/open-graph.ts';
import { useClock, wait } from '../harness.ts';
import { setGlobal } from './fake-gtm.ts';
import { openShop, PLATFORM } from './shop-page.ts';

beforeEach(() => void useClock());

/** Everything that may leave, by its place. */
const ALLOWED: Record<string, string[]> = {
  event: [
    'action',
    'by',
    'object',
    'object_parameters',
    'amount',
    'currency',
    'metadata',
    'source_event_id',
    'tracked_at',
    'url',
  ],
  object_parameters: [
    'reference',
    'source',
    'items',
    'total',
    'delivery',
    'payment_method',
    'metadata',
    'code',
    'name',
    'sku',
    'price',
    'url',
    'image_url',
    'brand',
    'categories',
    'tags',
  ],
  product: ['reference', 'source', 'name', 'sku', 'price', 'url', 'image_url', 'brand', 'categories', 'tags'],
  items: ['product', 'quantity', 'price'],
  price: ['amount', 'currency'],
  total: ['amount', 'currency'],
  metadata: ['tax', 'shipping', 'quantity'],
};

const expectAllowed = (value: unknown, place = 'event'): void => {
  if (Array.isArray(value)) return value.forEach((one) => expectAllowed(one, place));
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    expect(ALLOWED[place], `${place}.${name}`).toContain(name);
    expectAllowed(inner, name);
  }
};

const SECRETS = [
  'ana.souza@example.com',
  '+598 99 123 456',
  'Ana Souza',
  'Rua das Flores 1',
  '12345678-9',
  'wc_order_s3cret',
];
/** What shops put beside the facts, and must never be read. */
const personal = {
  user_data: { email: SECRETS[0], phone_number: SECRETS[1], address: { first_name: SECRETS[2], street: SECRETS[3] } },
  clientProfileData: { email: SECRETS[0], document: SECRETS[4], firstName: SECRETS[2] },
  visitorContactInfo: [SECRETS[0], SECRETS[2]],
  visitorAddressStreet: SECRETS[3],
  orderData: { customer: { billing: { first_name: SECRETS[2], email: SECRETS[0], phone: SECRETS[1] } } },
  billing_email: SECRETS[0],
  customerEmail: SECRETS[0],
  order_key: SECRETS[5],
  enhanced_conversion_data: { email: SECRETS[0] },
};

const EVENTS = [
  'view_item',
  'add_to_cart',
  'remove_from_cart',
  'view_cart',
  'begin_checkout',
  'purchase',
  'view_item_list',
  'generate_lead',
  'eec.add',
  'orderPlaced',
];
const KEYS = [
  'event',
  'ecommerce',
  'items',
  'item_id',
  'item_name',
  'id',
  'name',
  'price',
  'quantity',
  'products',
  'actionField',
  'add',
  'purchase',
  'detail',
  'checkout',
  'impressions',
  'transaction_id',
  'transactionId',
  'transactionProducts',
  'value',
  'currency',
  'coupon',
  'category',
  '@type',
  '@graph',
  'offers',
  'hasVariant',
  'image',
  'brand',
  'url',
  '__proto__',
  'length',
  'toString',
];

/** Values that no format foresees, under the names that the formats use. */
const anything = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(
      ...EVENTS,
      'Product',
      'ProductGroup',
      '1.234,50',
      '<img src=x onerror=alert(1)>',
      'http://[',
      'NaN',
      '',
      null,
      undefined,
      NaN,
      -0,
      1e308,
      -1,
      true,
    ),
    fc.string(),
    fc.double(),
    fc.constantFrom<unknown>(Symbol('s'), () => 1, new Date(NaN), 10n, /x/, new Map([[1, 2]])),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 8 }),
  ),
})).value;

/** A value that throws, never ends, or is endless. */
const traps = fc.constantFrom<() => unknown>(
  () =>
    Object.defineProperty({}, 'items', {
      enumerable: true,
      get: () => {
        throw new Error('trap');
      },
    }),
  () =>
    new Proxy(
      {},
      {
        get: () => {
          throw new Error('trap');
        },
        ownKeys: () => {
          throw new Error('trap');
        },
      },
    ),
  () => {
    const cycle: Record<string, unknown> = { item_id: '1', id: '1' };
    return Object.assign(cycle, { ecommerce: cycle, items: [cycle], products: cycle, add: cycle, '@graph': cycle });
  },
  () => ({ items: new Array(4_000_000_000) }),
  () => ({
    items: Array.from({ length: 5_000 }, (_, index) => ({ item_id: index, price: 1 })),
    transaction_id: 'x'.repeat(1e5),
  }),
  () => ({ items: { length: 1e9, 0: { item_id: 1 } } }),
  () => ({
    items: [
      {
        item_id: {
          toString: () => {
            throw new Error('trap');
          },
        },
        price: {
          valueOf: () => {
            throw new Error('trap');
          },
        },
        quantity: 'many',
      },
    ],
  }),
  () => Object.create(null) as unknown,
  () => document.createElement('div'),
  () => window,
);

const args = (...values: unknown[]) =>
  (function (..._: unknown[]) {
    // eslint-disable-next-line prefer-rest-params -- the very object that gtag pushes
    return arguments;
  })(...values);

/** A whole page with a data layer, and what leaves it. */
const openPage = () => {
  const page = openShop();
  page.ledger.join(PLATFORM);
  const layer = setGlobal('dataLayer', [] as unknown[]);
  const adapter = dataLayer();
  onTestFinished(adapter.start(page.ledger.join(adapter), () => () => {}));
  return { ...page, layer };
};

describe('whatever a page says', () => {
  it('breaks nothing, and nothing but the fields on the list is sent', async () => {
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
          await wait(0);
          ledger.flush(false);
        },
      ),
      { numRuns: 600 },
    );
    expect(errors).not.toHaveBeenCalled();
    for (const event of sent) expectAllowed(event);
    const text = JSON.stringify(sent);
    for (const secret of SECRETS) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/<img|NaN/);
  });

  it('can be a well-formed order with a person in every corner', async () => {
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
    await wait(0);
    ledger.flush(true);
    expect(sent.map(({ action }) => action)).toEqual(['order.placed', 'form.completed']);
    for (const event of sent) expectAllowed(event);
    const text = JSON.stringify(sent);
    for (const secret of SECRETS) expect(text).not.toContain(secret);
    expect(text).toContain('"Card for … now"');
  });

  it('is read within bounds', () => {
    for (const make of [
      () => new Array(4_000_000_000),
      () => Array.from({ length: 100_000 }, () => ({ item_id: '1' })),
    ]) {
      const facts = readMessage({ event: 'view_cart', ecommerce: { items: make() } });
      expect(facts[0]?.[0].lines?.length).toBeLessThanOrEqual(200);
    }
  });
});

describe('whatever a page describes', () => {
  it('breaks nothing, and nothing but the fields on the list is sent', () => {
    const { ledger, sent } = openShop();
    const emit = ledger.join({ name: 'json-ld' });
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
      { numRuns: 600 },
    );
    expect(sent.length).toBeGreaterThan(0);
    for (const event of sent) expectAllowed(event);
    for (const secret of SECRETS) expect(JSON.stringify(sent)).not.toContain(secret);
  });

  it('may be any text in a tag', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('og:type', 'og:title', 'og:image', 'product:price:amount', 'og:url'),
          fc.string(),
        ),
        (properties) => {
          const fact = readOpenGraph({ ...properties, 'og:type': 'product' });
          if (fact) expect(fact.lines).toHaveLength(1);
        },
      ),
    );
  });
});
