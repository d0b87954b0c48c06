import { refusal } from '../http/answers.js';

/** The parameters of an address; a doubled one is a list. */
export type Query = Record<string, string | string[] | undefined>;

export const invalid = (parameter: string, description: string) =>
  refusal(400, { type: 'parameter_invalid', parameter, description });

/** A parameter as text; undefined where it is empty or missing, the first where it is doubled. */
export function text(query: Query, name: string): string | undefined {
  const value = query[name];
  return (Array.isArray(value) ? value[0] : value) || undefined;
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
