const isShort = (value: unknown) => typeof value === 'string' && value.length < 100;
const isCount = (value: unknown) => typeof value === 'number' && value >= 0 && value < 2e9;
const isHolder = (value: unknown) => typeof value === 'object';
const CHECKS: [names: RegExp, isRight: (value: unknown) => boolean][] = [
  [/^(amount|quantity|tracked_at)$/, isCount],
  [/^(object_parameters|price|total)$/, isHolder],
  [/^(items|categories|tags)$/, Array.isArray],
  [/^(product|\d+)$/, (value) => isHolder(value) || isShort(value)],
  [/./, isShort],
];

/** The places in what is sent of a shop that have other types than the server expects. */
export const wrongIn = (value: unknown, path = ''): string[] =>
  Object.entries((value ?? {}) as object).flatMap(([name, inner]: [string, unknown]) => {
    if (inner === undefined) return [];
    if (!CHECKS.find(([names]) => names.test(name))?.[1](inner)) return [`${path}.${name}`];
    return isHolder(inner) ? wrongIn(inner, `${path}.${name}`) : [];
  });
