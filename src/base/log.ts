/** Writes to the console: what the developer must put right as an error, and, as a note, what debugging is for. */
export const log = (message: unknown, isNote?: boolean): void => {
  if (isNote) console.log('vitrina:', message);
  else console.error(`vitrina: ${message}`);
};
