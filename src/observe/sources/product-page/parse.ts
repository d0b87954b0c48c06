import { attempt } from '../../../base/attempt.js';
import { isObject } from '../../../base/json.js';
import { first, toObjects, toText } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';

/** How deep nested structures are followed, and how many nodes are read. */
const MAX_DEPTH = 6;
const MAX_NODES = 500;

/** Longer blocks are not read. */
const MAX_BLOCK_CHARS = 500_000;

/** Parses JSON as pages write it: with comments, trailing commas, raw line ends, or quotes as entities. */
const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    const quoted = text.includes('"') ? text : text.replace(/&quot;/g, '"');
    try {
      return JSON.parse(
        quoted
          .replace(/<!--|-->|<!\[CDATA\[|\]\]>/g, '')
          .replace(/\/\*[^]*?\*\//g, '')
          .replace(/^[ \t]*\/\/.*/gm, '')
          .replace(/\s+|\p{Cc}/gu, ' ')
          .replace(/, ?([}\]])/g, '$1'),
      );
    } catch {
      return undefined;
    }
  }
};

/** The top nodes that blocks of JSON-LD describe, also in lists, in `@graph` and in `mainEntity`. */
export const readNodes = (texts: string[]): Values[] => {
  const nodes: Values[] = [];
  const walk = (value: unknown, depth: number): void => {
    if (depth > MAX_DEPTH || nodes.length > MAX_NODES) return;
    if (Array.isArray(value)) return value.forEach((one) => walk(one, depth + 1));
    if (!isObject(value)) return;
    nodes.push(value);
    walk(value['@graph'], depth + 1);
    walk(value.mainEntity, depth + 1);
  };
  for (const text of texts) if (text.length < MAX_BLOCK_CHARS) walk(parse(text), 0);
  return nodes;
};

/** Returns a function that follows a reference (`{ "@id": "#offer" }`) to the node that it names. */
export const createResolve = (nodes: Values[]) => {
  const isReference = (value: Values) => !!value['@id'] && Object.keys(value).length < 3;
  const named = new Map(
    nodes
      .filter((node) => node['@id'] && !isReference(node))
      .map((node) => [node['@id'], node] as const)
      .reverse(),
  );
  return (value: Values): Values => (isReference(value) && named.get(value['@id'])) || value;
};

/** The objects in a value that may be one object or a list. */
export const objectsOf = (value: unknown): Values[] => toObjects(value, () => true);

/** The value itself, the first in a list, or a field of an object. */
export const valueOf = (value: unknown, ...names: string[]): unknown => {
  const [one] = [value].flat();
  return isObject(one) ? first(...names.map((name) => one[name])) : one;
};
export const textOf = (value: unknown, ...names: string[]): string | undefined => toText(valueOf(value, ...names));

/** An address in a document; `undefined` if it is none. */
export const parseUrl = (url: unknown, base: string): URL | undefined =>
  url && typeof url === 'string' ? attempt(() => new URL(url, base)) : undefined;

/** The path of an address as pages compare it. Themes and canonical links differ in case, in the end and in the host. */
export const toPath = (url: unknown, base: string): string | undefined =>
  parseUrl(url, base)?.pathname.toLowerCase().replace(/\/$/, '');

/** The last part of such a path: one product may be sold below several collections and languages. At VTEX `/p` follows it. */
export const toLastPart = (path = ''): string => path.replace(/.*\/(?!p$)/, '');

/**
 * Those whose address is that of the page. A campaign adds parameters to the page's address, so that an address with a part of them
 * may be meant; the one with the most of them is. One without any is meant only by a page without any.
 */
export const pickByAddress = <T>(list: T[], addressesOf: (one: T) => unknown[], href: string): T[] => {
  const page = parseUrl(href, href);
  const pagePath = toPath(href, href);
  const rate = (url: unknown) => {
    const path = toPath(url, href);
    const params = [...(parseUrl(url, href)?.searchParams ?? [])];
    const isPart = params.every(([name, value]) => page?.searchParams.getAll(name).includes(value));
    if (params[0]) return isPart && toLastPart(path) === toLastPart(pagePath) ? params.length : 0;
    return Number(path === pagePath && !page?.search);
  };
  const rates = list.map((one) => Math.max(...addressesOf(one).map(rate)));
  const best = Math.max(1, ...rates);
  return list.filter((_, index) => rates[index] === best);
};

/** Whether a type of Open Graph is that of a product. `product.group` is a list. */
export const isProductType = (type = ''): boolean => /(^|:)product(\.item)?$/i.test(type);

/** Whether the node has one of the types, written with or without the address of schema.org. */
export const isType = (node: Values, ...types: string[]): boolean =>
  [node['@type']]
    .flat()
    .some(
      (type) =>
        typeof type === 'string' && types.includes(type.replace(/^(https?:\/\/(www\.)?schema\.org\/|schema:)/, '')),
    );
