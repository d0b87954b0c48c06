/**
 * Bytes of a text in a column that has an index. PostgreSQL refuses a row of an index that has more than 2,704 bytes, and with it
 * all that is stored in the same transaction (https://www.postgresql.org/docs/15/btree-implementation.html, 2026-11); an index
 * may be over two such columns.
 */
const longest = 1000;

/** The beginning of a text that fits into an index, without half a character at its end. The event itself keeps the whole text. */
export function cutText(text: string): string {
  // No character of a JavaScript string takes more than three bytes.
  if (text.length * 3 <= longest) return text;
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(longest));
  return text.slice(0, read);
}

/** Characters to which texts were cut before; rows of that time are still there. */
const longestBefore = 2048;

/** What a text that is looked for may be in its column. */
export const formsOf = (text: string): string[] => [...new Set([text, text.slice(0, longestBefore), cutText(text)])];
