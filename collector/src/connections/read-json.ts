/** Texts, to leave alone what stands in them, and numbers. */
const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** A whole number of so many digits may not be exact as a JavaScript number. */
const exactDigits = 15;

export type JsonObject = Record<string, unknown>;

/**
 * Parses JSON whose ids may be longer than a JavaScript number is exact: such a number becomes a text.
 *
 * @throws {SyntaxError}
 */
export function parseJson(text: string): unknown {
  // First, because in what is no JSON each quote could begin a text that never ends, and would be looked for to the end.
  const parsed: unknown = JSON.parse(text);
  if (!/\d{16}/.test(text)) return parsed;
  return JSON.parse(
    text.replace(token, (part) => (/^\d+$/.test(part) && part.length > exactDigits ? `"${part}"` : part)),
  );
}

export const objectOf = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** An id, which is a number there; anything but digits is none. */
export function idOf(value: unknown): string | undefined {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && /^\d{1,20}$/.test(text) && !/^0+$/.test(text) ? text : undefined;
}

export const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** Unix milliseconds. */
export function timeOf(value: unknown): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isFinite(time) ? time : undefined;
}

/** An amount, which some platforms write as a text, such as "129.90". */
export function amountOf(value: unknown): number | undefined {
  const isText = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value);
  return numberOf(isText ? Number(value) : value);
}
