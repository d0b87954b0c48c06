import fc from 'fast-check';
import { expect } from 'vitest';

/** Every field that may leave, by its place; all others are for the tracker itself. */
const ALLOWED: Record<string, string[]> = {
  event: [
    ...['id', 'action', 'tracked_at', 'seq', 'observed_by', 'session', 'visit', 'page', 'linked_session', 'utm_params'],
    ...['object', 'object_parameters', 'amount', 'currency', 'source_event_id', 'user_parameters', 'click_ids'],
  ],
  visit: ['id', 'number', 'started_at'],
  page: ['url', 'path', 'title', 'referrer'],
  object_parameters: [
    ...[
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
    ],
    ...['url', 'image_url', 'brand', 'categories', 'tags'],
  ],
  items: ['product', 'quantity', 'price'],
  product: ['reference', 'source', 'name', 'sku', 'price', 'url', 'image_url', 'brand', 'categories', 'tags'],
  price: ['amount', 'currency'],
  total: ['amount', 'currency'],
  metadata: ['tax', 'shipping'],
};

export const expectAllowed = (value: unknown, place = 'event'): void => {
  if (Array.isArray(value)) return value.forEach((one) => expectAllowed(one, place));
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    expect(ALLOWED[place], `${place}.${name}`).toContain(name);
    expectAllowed(inner, name);
  }
};

/** Values that no format foresees, under the names that a format uses. */
export const anything = (names: string[]) =>
  fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 6 },
      fc.constantFrom<unknown>(
        ...['1.234,50', '<img src=x onerror=alert(1)>', 'http://[', 'NaN', '', 'gid://shopify/Product/7', 'product'],
        ...[null, undefined, NaN, -0, 1e308, -1, true, 3, 12.5, 'UYU', '7', 'success'],
      ),
      fc.string(),
      fc.double(),
      fc.constantFrom<unknown>(Symbol('s'), () => 1, new Date(NaN), 10n, /x/, new Map([[1, 2]])),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 8 }),
    ),
  })).value;

const trap = () => {
  throw new Error('trap');
};

/** Values that throw, never end, or are endless. */
const traps = (names: string[]): (() => unknown)[] => [
  () => Object.defineProperties({}, Object.fromEntries(names.map((name) => [name, { enumerable: true, get: trap }]))),
  () => new Proxy({}, { get: trap, ownKeys: trap, has: trap, getPrototypeOf: trap }),
  () => {
    const cycle: Record<string, unknown> = {};
    for (const name of names) cycle[name] = cycle;
    return cycle;
  },
  () => Object.fromEntries(names.map((name) => [name, new Array(4_000_000_000)])),
  () => Object.fromEntries(names.map((name) => [name, Array.from({ length: 5_000 }, (_, id) => ({ id, name: 'N' }))])),
  () => Object.fromEntries(names.map((name) => [name, { toString: trap, valueOf: trap }])),
  () => Object.fromEntries(names.map((name) => [name, 'x'.repeat(100_000)])),
  () => Object.create(null) as unknown,
];

/** Something hostile, behind a function, since the generator looks into its values. */
export const hostile = (names: string[]) =>
  fc.oneof(
    anything(names).map((value) => () => value),
    fc.constantFrom(...traps(names)),
  );
