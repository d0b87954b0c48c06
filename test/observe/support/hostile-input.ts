import fc from 'fast-check';
import { expect } from 'vitest';
import { allowing } from '../../support/allowed-fields.ts';

/** Fails if an event has a field that is not on this list. */
export const expectAllowed = allowing({
  event: [
    'action',
    'source',
    'object',
    'object_parameters',
    'amount',
    'currency',
    'metadata',
    'source_event_id',
    'tracked_at',
    'url',
  ],
  metadata: ['tax', 'shipping', 'quantity'],
});

export const SECRETS = [
  'ana.souza@example.com',
  '+598 99 123 456',
  'Ana Souza',
  'Rua das Flores 1',
  '12345678-9',
  'wc_order_s3cret',
];
/** Personal data that shops put beside the facts. It must never be read. */
export const personal = {
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

export const EVENTS = [
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
export const KEYS = [
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

/** Random values under the field names that the formats use. */
export const anythingUnder = (keys: string[], words: unknown[] = []) =>
  fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom(
        ...words,
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
      fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 8 }),
    ),
  })).value;

/** Values that throw, refer to themselves, or are very long. */
export const traps = fc.constantFrom<() => unknown>(
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

/** Calls `take` with these random values and with the traps. */
export const feed = async (
  values: fc.Arbitrary<unknown>,
  take: (value: unknown) => void | Promise<void>,
  numRuns = 400,
) =>
  fc.assert(
    // Functions make the values, because fast-check cannot print some of them.
    fc.asyncProperty(
      fc.oneof(
        values.map((value) => () => value),
        { arbitrary: traps, weight: 1 },
      ),
      async (make) => take(make()),
    ),
    // The seed is fixed, so that each run sends the same number of events. HOSTILE_SEED sets another one.
    { numRuns, seed: Number(process.env.HOSTILE_SEED ?? 1) },
  );

/** A copy of the value's own fields, or an empty object if they cannot be read. */
export const spread = (value: unknown): object => {
  try {
    return { ...(value as object) };
  } catch {
    return {};
  }
};

/** Fails if one of `SECRETS` or any markup was sent. */
export const expectNobody = (sent: unknown) => {
  const text = JSON.stringify(sent);
  for (const secret of SECRETS) expect(text).not.toContain(secret);
  expect(text).not.toMatch(/<img|NaN/);
};
