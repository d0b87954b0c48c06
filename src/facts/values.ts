import { cut } from '../base/cut.js';
import { isObject } from '../base/json.js';

export type Values = Record<string, unknown>;

/** Lists are cut at this length. It is more lines than carts have, and few enough for one event. */
export const MAX_LINES = 300;

const MAX_URL = 2_000;
const MARKUP = /<\/?[a-z!][^<>]*>/gi;
/** WordPress writes a dash as `&#8211;`, and a dollar as `&#36;`. */
const ENTITY = /&(#x?)?(\w{1,6});/gi;
const ENTITIES: Record<string, string | undefined> = {
  amp: '&',
  quot: '"',
  lt: '<',
  gt: '>',
  apos: "'",
  nbsp: ' ',
  // Marks that combine with a letter, which stands before them: `&eacute;`.
  grave: '\u0300',
  acute: '\u0301',
  circ: '\u0302',
  tilde: '\u0303',
  uml: '\u0308',
  cedil: '\u0327',
};
/** Texts that shops send for a missing value, and variables of templates that were not replaced: `{{id}}`, `${id}`, `%id%`. */
const PLACEHOLDER = /^(undefined|null|nan|none|n\/a|\(not set\)|\[object \w+\]|\$?\{.*\}|%.*%)?$/i;
/** No id has a negative number or braces: `[id]`, `<?php echo $id ?>`, `order-{{id}}`. */
const NO_REFERENCE = /[{}<]|^(\[.*\]|false|true|-\d+)$/i;

/** Shorter than the pattern for addresses and titles, because each platform's file holds it. `16GB@3200.CL16` is a product. */
const EMAIL = /[^\s@]+?(?:[@＠]|&#64;)(?!\d+\.[a-z]+\d)[^\s@]+\.\p{L}{2,}/giu;

/** A text with characters instead of entities. Control characters and halves of surrogate pairs, which databases refuse, are blanks. */
export const decodeEntities = (text: string): string =>
  text.replace(ENTITY, (entity, sign: string | undefined, name: string) => {
    const code = parseInt(name, sign?.[1] ? 16 : 10);
    if (sign) return code < 0x110000 ? String.fromCodePoint(code).replace(/\p{Cc}|\p{Cs}/u, ' ') : ' ';
    const mark = ENTITIES[name.slice(1)];
    return ENTITIES[name] ?? (mark ? (name.slice(0, 1) + mark).normalize('NFC') : entity);
  });

/** Whether a value says something: it is neither missing nor empty, and no placeholder. */
export const isReal = (value: unknown): boolean =>
  typeof value === 'object' ? !!value : !PLACEHOLDER.test(String(value).trim());

/** Plain text of a name or an id, without markup and e-mail addresses; `undefined` if the value is neither text nor number. */
export const toText = (value: unknown): string | undefined => {
  if (typeof value !== 'string' && !(typeof value === 'number' && isFinite(value))) return undefined;
  let text = cut(String(value), 500);
  // Lists hold hundreds of products. Most texts are plain and need none of these patterns.
  if (/[<&@＠]/.test(text)) text = decodeEntities(text.replace(MARKUP, '')).replace(EMAIL, '…');
  text = text.replace(/\s+/g, ' ').trim();
  return isReal(text) ? text : undefined;
};

/** A reference without the sign that some sources put before it: `#1001`, `Nº 1001` and `1001` are one order. */
export const withoutSign = (reference: string): string => reference.replace(/^([#＃№]|n\.?[º°])\s*/i, '');

/**
 * An id, or the number of an order or a form; `undefined` also for `0` and for signs alone, which shops send for an unknown id, and
 * for what a program or a template has put in its place.
 */
export const toReference = (value: unknown): string | undefined => {
  const text = toText(value);
  const bare = withoutSign(text ?? '');
  return /[1-9\p{L}]/u.test(bare) && isReal(bare) && !NO_REFERENCE.test(bare) ? text : undefined;
};

/** An address as the shop writes it; `undefined` if the value is none. Secrets are removed from it when it is sent. */
export const toUrl = (value: unknown): string | undefined => {
  const url = typeof value === 'string' ? decodeEntities(value).trim() : '';
  return url && url.length < MAX_URL && isReal(url) ? url : undefined;
};

/** The texts among the values, without repetitions; `undefined` if there are none. */
export const toTexts = (values: unknown[]): string[] | undefined => {
  const texts = values.map(toText).filter((text): text is string => !!text);
  return texts[0] ? [...new Set(texts)] : undefined;
};

/** The value if it is an object, otherwise an empty one. */
export const toObject = (value: unknown): Values => (isObject(value) ? value : {});

/**
 * The objects in a list, or in an object with numbers as names, which is how PHP may encode a list. If `isOne` says that the
 * value itself is one of the objects, returns it alone.
 */
export const toObjects = (value: unknown, isOne: (object: Values) => boolean = () => false): Values[] =>
  (Array.isArray(value)
    ? value.slice(0, MAX_LINES)
    : isObject(value)
      ? isOne(value)
        ? [value]
        : Object.values(value).slice(0, MAX_LINES)
      : []
  ).filter(isObject);

/** The first value that is neither missing nor a placeholder. */
export const first = (...values: unknown[]): unknown => values.find(isReal);

/** Copies the properties of `extra` that `target` lacks. */
export const fill = <T extends object>(target: T, extra: T | undefined): T => {
  for (const name in extra) target[name] ??= extra[name];
  return target;
};

/** Rounds to four decimals, because sums of decimals leave noise: 0.1 + 0.2 is 0.30000000000000004. */
export const toExact = (number: number): number => Math.round(number * 1e4) / 1e4;

/**
 * Quantity: a number, or the first one in a text (`2,00`, `3 pcs`, `0.5 kg`), with up to four decimals for goods by weight. 1 if it
 * is missing or cannot be read; 0 only if that is stated. Without its sign, because some shops send removals with negative numbers.
 */
export const toQuantity = (value: unknown): number => {
  const number =
    typeof value === 'string' ? Number(/\d*[.,]?\d+/.exec(value.slice(0, 50))?.[0].replace(',', '.')) : value;
  return typeof number === 'number' && Math.abs(number) < 1e6 ? toExact(Math.abs(number)) : 1;
};
