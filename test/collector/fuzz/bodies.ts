import fc from 'fast-check';
import { RUBBISH } from '../../support/rubbish.ts';
import { type Batch, realBatches } from './real-batches.ts';

/** Made when it is sent, so that thousands of large bodies are not in memory at once. */
export type Body = () => Buffer;

const place = '…hostile…';
const text =
  (json: string): Body =>
  () =>
    Buffer.from(json);
const list = (count: number, item: string) => Array.from({ length: count }, () => item).join();
const keys = (count: number, value: string) =>
  Array.from({ length: count }, (_, index) => `"k${index}":${value}`).join();

/** Values, as JSON, that a program may stumble over. */
const hostileValues = [
  ...RUBBISH,
  ...['1e999', '-1e999', '1e308', '-0', '9007199254740993', '9'.repeat(400), '275760', '8640000000000001', '1e-400'],
  ...[
    '"\\u0000"',
    '"a\\u0000b"',
    '"\\ud800"',
    '"\\udfff\\ud800"',
    '"\u2028"',
    '"\\"\\\\"',
    '"$1$&"',
    '"%00"',
    '"\u202e"',
  ],
  ...["'; DROP TABLE events; --", '{{7*7}}', '../../../etc/passwd', '<script>alert(1)</script>'].map((one) =>
    JSON.stringify(one),
  ),
  ...['{"__proto__":{"id":1}}', '{"constructor":{"prototype":{"x":1}}}', '{"\\u0000":1,"\\ud800":2}', '{"a":1,"a":2}'],
  ...[20, 63, 64, 70, 5000].map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
  ...[20, 70].map((depth) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)),
  ...[`[${list(6000, '0')}]`, `{${keys(150, '1')}}`, `{${keys(3000, '""')}}`],
  ...['"1970-01-01T00:00:00Z"', '"+275760-09-13T00:00:00.000Z"', '"0000-00-00"', '"2026-11-31T25:61:61Z"'],
  `"${'\\u0000'.repeat(40_000)}"`,
];

/** All places in a batch, as paths of names. */
const placesIn = (value: unknown, path: string[] = []): string[][] => [
  ...(path.length ? [path] : []),
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => placesIn(inner, [...path, name]))
    : []),
];

/** Puts a text of JSON in that place of the batch, or removes the place. */
function withChange(batch: Batch, path: string[], json: string | undefined): string {
  const copy = structuredClone(batch);
  const last = path.at(-1) as string;
  const holder = path
    .slice(0, -1)
    .reduce<Record<string, unknown>>((node, name) => node[name] as Record<string, unknown>, copy);
  if (json === undefined) delete holder[last];
  else holder[last] = place;
  return JSON.stringify(copy).replace(JSON.stringify(place), () => json ?? '');
}

/** Not `fc.uuid`, which prefers a few ids: then most events would be repeats. */
const id = fc.noBias(fc.bigInt({ min: 0n, max: 2n ** 122n - 1n })).map((number) => {
  const digits = number.toString(16).padStart(32, '0');
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-',
  );
});

const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });

/** A batch of a real client with ids of its own; one in ten repeats an id within the batch. */
const real: fc.Arbitrary<Batch> = fc
  .tuple(fc.constantFrom(...realBatches), fc.infiniteStream(id), fc.integer({ min: 0, max: 9 }))
  .map(([batch, ids, repeat]) => {
    const events = batch.events.map((event) => ({ ...event, id: ids.next().value as string }));
    if (repeat === 0) events.push({ ...events[0], note: 'again' } as (typeof events)[number]);
    return { ...batch, events };
  });

const goodBody: fc.Arbitrary<Body> = real.map((batch) => text(JSON.stringify(batch)));

const changedPlace: fc.Arbitrary<Body> = real.chain((batch) =>
  fc
    .tuple(
      fc.constantFrom(...placesIn(batch)),
      fc.option(fc.constantFrom(...hostileValues), { nil: undefined, freq: 8 }),
    )
    .map(
      ([path, json]) =>
        () =>
          Buffer.from(withChange(batch, path, json)),
    ),
);

const addedField: fc.Arbitrary<Body> = fc
  .tuple(
    real,
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'constructor', 'toString', 'id', 'v', '\0')),
    fc.constantFrom(...hostileValues),
    fc.boolean(),
  )
  .map(([batch, name, json, isEvents]) => () => {
    const field = `${JSON.stringify(name)}:${json},`;
    const whole = JSON.stringify(batch);
    return Buffer.from(
      isEvents ? whole.replace('"events":[{', (found) => found + field) : `{${field}${whole.slice(1)}`,
    );
  });

/** The text of a batch, broken somewhere. */
const brokenText: fc.Arbitrary<Body> = fc
  .tuple(
    real,
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.uint8Array({ maxLength: 6 }),
    fc.constantFrom('cut', 'insert', 'overwrite', 'repeat'),
  )
  .map(([batch, at, bytes, how]) => () => {
    const whole = Buffer.from(JSON.stringify(batch));
    const index = Math.floor(at * whole.length);
    const [head, tail] = [whole.subarray(0, index), whole.subarray(index)];
    if (how === 'cut') return head;
    if (how === 'insert') return Buffer.concat([head, bytes, tail]);
    if (how === 'overwrite') return Buffer.concat([head, bytes, tail.subarray(bytes.length)]);
    return Buffer.concat([head, whole, tail]);
  });

const event = (own: string, more = '') => `{"id":"${own}","action":"cart.added","tracked_at":1795360044.357${more}}`;
const batch = (events: string, more = '') => `{"v":1,"events":[${events}]${more}}`;

/** Shapes that make much of little, or look like what they are not. */
const shape: fc.Arbitrary<Body> = fc
  .tuple(
    fc.infiniteStream(id),
    fc.constantFrom<((next: () => string) => string)[]>(
      (next) => batch(Array.from({ length: 1000 }, () => event(next())).join()),
      (next) => batch(Array.from({ length: 1001 }, () => event(next())).join()),
      (next) => batch(Array.from({ length: 300 }, () => event(next())).join(), `,"context":{${keys(100, '"x"')}}`),
      (next) =>
        batch(Array.from({ length: 900 }, () => event(next())).join(), `,"context":{"a":"${'x'.repeat(90_000)}"}`),
      (next) => batch(event(next()), `,"context":{${keys(1000, '1')}}`),
      (next) => batch(event(next(), `,${keys(60_000, '""')}`)),
      (next) => batch(event(next(), `,"note":"${'x'.repeat(990_000)}"`)),
      (next) => batch(event(next(), `,"note":"${'x'.repeat(1_000_000)}"`)),
      (next) => batch(event(next(), `,"note":"${'\\u0001'.repeat(43_000)}"`)),
      (next) => batch(event(next(), `,"a":${'['.repeat(400_000)}`)),
      (next) => batch(`{${'"a":1,'.repeat(60_000)}"id":"${next()}","action":"a.b","tracked_at":1}`),
      (next) => batch(`{"id":"${next()}",${event(next()).slice(1)}`),
      (next) => batch(event(next(), `,"__proto__":{"id":"x"},"constructor":null,"hasOwnProperty":1`)),
      (next) => `{"v":1,"v":1,"events":[],"events":[${event(next())}]}`,
      (next) => batch(event(next()).replace('cart.added', 'a.'.repeat(100_000))),
      (next) => batch(event(next().toUpperCase(), ',"page":{"url":7},"amount":"1e999","user_parameters":[]')),
      (next) =>
        batch(event(next(), ',"session":"\\u0000","currency":"\\ud800","user_parameters":{"id":"\\u0000\\udfff"}')),
      (next) => batch(event(next(), ',"page":{"url":"\\ud800\\u0000"},"observed_by":"\\udc00","amount":1.7e308')),
      (next) =>
        batch(event(next(), `,"session":"${'\\ud800'.repeat(190)}","user_parameters":{"id":1e21,"source":"\\u0000"}`)),
      (next) => `\ufeff${batch(event(next()))}`,
      (next) => batch([event(next()), 'null', '7', '[]', '"x"', '{}', event(next())].join()),
      () => batch(list(1000, '7')),
      () => batch(`"${'x'.repeat(900_000)}"`),
      () => '['.repeat(900_000),
      () => '',
    ),
  )
  .map(
    ([ids, make]) =>
      () =>
        Buffer.from(make(() => ids.next().value as string)),
  );

const randomBytes: fc.Arbitrary<Body> = fc.uint8Array({ maxLength: 4000 }).map((bytes) => () => Buffer.from(bytes));

const randomJson: fc.Arbitrary<Body> = fc.oneof(
  fc.json({ maxDepth: 6, stringUnit: 'binary' }).map(text),
  fc
    .tuple(id, fc.jsonValue({ maxDepth: 5, stringUnit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' }))
    .map(([own, value, context]) => () => {
      const sent = { id: own, action: 'cart.added', tracked_at: 1795360044, value, ...(Object(value) as object) };
      return Buffer.from(JSON.stringify({ v: 1, events: [sent, value], context, session: 'a-session' }));
    }),
  fc
    .dictionary(fc.constantFrom('v', 'events', 'context', 'session', 'sent_at', 'business', 'library'), fc.jsonValue())
    .map((envelope) => text(JSON.stringify({ v: 1, ...envelope }))),
);

export { goodBody };

export const anyBody: fc.Arbitrary<Body> = fc.oneof(
  often(3, goodBody),
  often(8, changedPlace),
  often(4, addedField),
  often(4, brokenText),
  often(3, shape),
  often(3, randomBytes),
  often(4, randomJson),
);
