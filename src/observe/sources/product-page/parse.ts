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

/** Whether the node has one of the types, written with or without the address of schema.org. */
export const isType = (node: Values, ...types: string[]): boolean =>
  [node['@type']]
    .flat()
    .some(
      (type) =>
        typeof type === 'string' && types.includes(type.replace(/^(https?:\/\/(www\.)?schema\.org\/|schema:)/, '')),
    );
