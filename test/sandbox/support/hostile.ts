import fc from 'fast-check';
import { allowing } from '../../support/allowed-fields.ts';

/** Nothing leaves but these, for all other fields are for the tracker itself. */
export const expectAllowed = allowing({
  event: [
    ...['id', 'action', 'tracked_at', 'seq', 'observed_by', 'session', 'visit', 'page', 'linked_session', 'utm_params'],
    ...['object', 'object_parameters', 'amount', 'currency', 'source_event_id', 'user_parameters', 'click_ids'],
    'first_touch',
  ],
  first_touch: ['referrer'],
  visit: ['id', 'number', 'started_at'],
  page: ['url', 'path', 'title', 'referrer'],
  metadata: ['tax', 'shipping'],
});

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
