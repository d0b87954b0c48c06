/**
 * What another script may have written under a key of ours, as JSON: values of a wrong type, ones that throw when they are made a
 * text or a number, numbers and times out of range, and very long ones.
 */
const KINDS = [
  'null',
  'true',
  '-1',
  '1e999',
  '8.64e15',
  `"${'x'.repeat(5_000)}"`,
  '[{"toString":null}]',
  '{"toString":null,"valueOf":null,"toJSON":"x"}',
  '{"__proto__":{"lines":7},"constructor":{"prototype":null},"length":1}',
];
/** The same and more, as the whole of a record, with texts that are no JSON. */
export const RUBBISH = [
  ...KINDS,
  ...['7', '1e300', '""', '"x"', '"NaN"', '[]', '[[]]', '[null]', '{}', '', 'undefined', 'NaN', '{"a":', '[1', '\0'],
  `"${'x'.repeat(1_000_000)}"`,
];

/** A short name of a piece of rubbish for a test's title. */
export const nameOf = (text: string) => (text.length > 60 ? `${text.slice(0, 5)}… (${text.length} characters)` : text);

type Node = Record<string, unknown>;

/** All places in a record, as paths of names. */
const placesIn = (value: unknown, path: string[] = []): string[][] => [
  ...(path[0] ? [path] : []),
  ...(typeof value === 'object' && value
    ? Object.entries(value).flatMap(([name, inner]) => placesIn(inner, [...path, name]))
    : []),
];

/** The record as JSON, once for each of its places and each piece of rubbish, which stands there. */
export const spoil = (record: object): [place: string, text: string][] =>
  placesIn(record).flatMap((path) =>
    KINDS.map((rubbish): [string, string] => {
      const copy = structuredClone(record) as Node;
      const last = path[path.length - 1] as string;
      const holder = path.slice(0, -1).reduce((node, name) => node[name] as Node, copy);
      holder[last] = '…rubbish…';
      return [`${path.join('.')} = ${nameOf(rubbish)}`, JSON.stringify(copy).replace('"…rubbish…"', () => rubbish)];
    }),
  );
