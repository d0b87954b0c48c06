import { refusal } from '../http/answers.js';

/** The parameters of an address; a doubled one is a list. */
export type Query = Record<string, string | string[] | undefined>;

export const invalid = (parameter: string, description: string) =>
  refusal(400, { type: 'parameter_invalid', parameter, description });

/**
 * Refuses a text that no column can hold: PostgreSQL fails on a question that contains U+0000, and SQLite would end the text there.
 *
 * @throws {Refusal} 400
 */
export function storable(value: string, name: string): string {
  if (!value.includes('\0')) return value;
  throw invalid(name, `The parameter ${name} holds the character U+0000, which no stored text has; leave it out.`);
}

/**
 * A parameter as text; undefined where it is empty or missing, the first where it is doubled.
 *
 * @throws {Refusal} 400 if no stored text can be like it
 */
export function text(query: Query, name: string): string | undefined {
  const value = query[name];
  return storable((Array.isArray(value) ? value[0] : value) ?? '', name) || undefined;
}

/**
 * A parameter as a whole number.
 *
 * @throws {Refusal} 400 if it is something else, or out of range
 */
export function whole(
  query: Query,
  name: string,
  { least, most }: { least: number; most: number },
): number | undefined {
  const given = text(query, name);
  if (given === undefined) return undefined;
  const value = Number(given);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalid(
    name,
    `The parameter ${name} is ${JSON.stringify(given)}; give a whole number from ${least} to ${most}.`,
  );
}
