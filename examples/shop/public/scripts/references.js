const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/**
 * A reference that can be read out on the telephone: no letter in it looks like a digit.
 *
 * @param {string} prefix
 */
export const newReference = (prefix) =>
  `${prefix}-${[...crypto.getRandomValues(new Uint8Array(8))].map((byte) => LETTERS[byte % LETTERS.length]).join('')}`;
