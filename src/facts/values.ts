import { isObject } from '../base/json.js';

export type Values = Record<string, unknown>;

/** More lines than carts have, and few enough that an event holds them; a page may hand over a list of any length. */
export const MAX_LINES = 300;

const MARKUP = /<\/?[a-z!][^<>]*>/gi;
const ENTITY = /&(amp|quot|lt|gt|apos|#0?39);/g;
const ENTITIES: Record<string, string> = { amp: '&', quot: '"', lt: '<', gt: '>' };
/** What shops send where they have nothing to send. */
const NOTHING = /^(undefined|null|nan|none|\(not set\)|\[object \w+\])$/i;
const EMAIL = /[^\s@]+@[^\s@]+\.\w+/g;

/** Plain text of a name or an id: no markup, no e-mail address, nothing for what is neither text nor number. */
export const toText = (value: unknown): string | undefined => {
  if (typeof value !== 'string' && !(typeof value === 'number' && isFinite(value))) return undefined;
  let text = String(value).slice(0, 500);
  // Hundreds of products in lists, most of them plain: the patterns are for the others.
  if (/[<&@]/.test(text)) {
    text = text
      .replace(MARKUP, '')
      .replace(ENTITY, (_, name: string) => ENTITIES[name] ?? "'")
      .replace(EMAIL, '…');
  }
  text = text.replace(/\s+/g, ' ').trim();
  return text && !NOTHING.test(text) ? text : undefined;
};

/** The texts among values, none twice. */
export const toTexts = (values: unknown[]): string[] | undefined => {
  const texts = values.map(toText).filter((text): text is string => !!text);
  return texts[0] ? [...new Set(texts)] : undefined;
};

/** The value if it is an object, otherwise an empty one. */
export const toObject = (value: unknown): Values => (isObject(value) ? value : {});

/** The objects of a list; of one that came out as an object with numbers for names (PHP); or the one object that it is. */
export const toObjects = (value: unknown, isOne: (object: Values) => boolean = () => false): Values[] =>
  (Array.isArray(value)
    ? value.slice(0, MAX_LINES)
    : isObject(value)
      ? isOne(value)
        ? [value]
        : Object.values(value).slice(0, MAX_LINES)
      : []
  ).filter(isObject);

/** The first that is neither missing nor empty. */
export const first = (...values: unknown[]): unknown =>
  values.find((value) => value !== undefined && value !== null && value !== '');

/** Gives `target` what it lacks of `extra`. */
export const fill = <T extends object>(target: T, extra: T | undefined): T => {
  for (const name in extra) target[name] ??= extra[name];
  return target;
};

/** How many; one where nobody says, also of goods by weight. Removals come with negative numbers too. */
export const toQuantity = (value: unknown): number => {
  const quantity = Math.abs(Number(first(value, 1)));
  return quantity && isFinite(quantity) ? Math.max(1, Math.round(quantity)) : 0;
};
