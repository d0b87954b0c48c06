import { isObject } from '../../../base/json.js';
import type { Values } from '../../../facts/values.js';

/** How deep and how far a document's own structures are followed. */
const DEEPEST = 6;
const MOST_NODES = 500;

/** A block longer than this is no description of a page. */
const LONGEST = 500_000;

/** JSON as pages write it: with comments, trailing commas, raw line ends, or its quotes as entities. */
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

/** The things that blocks of JSON-LD describe at their top: in lists, in `@graph`, as the main thing of a page. */
export const readNodes = (texts: string[]): Values[] => {
  const nodes: Values[] = [];
  const walk = (value: unknown, depth: number): void => {
    if (depth > DEEPEST || nodes.length > MOST_NODES) return;
    if (Array.isArray(value)) return value.forEach((one) => walk(one, depth + 1));
    if (!isObject(value)) return;
    nodes.push(value);
    walk(value['@graph'], depth + 1);
    walk(value.mainEntity, depth + 1);
  };
  for (const text of texts) if (text.length < LONGEST) walk(parse(text), 0);
  return nodes;
};

/** Whether the node is of one of the types, with or without the vocabulary's address. */
export const isType = (node: Values, ...types: string[]): boolean =>
  [node['@type']]
    .flat()
    .some(
      (type) => typeof type === 'string' && types.includes(type.replace(/^(https?:\/\/schema\.org\/|schema:)/, '')),
    );
