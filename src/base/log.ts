/** Writes to the console: a mistake that the developer must fix as an error, and a note for debugging as a plain line. */
export const log = (message: unknown, isNote?: boolean): void => {
  if (isNote) console.log('vitrina:', message);
  else console.error(`vitrina: ${message}`);
};
