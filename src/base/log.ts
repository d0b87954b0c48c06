/** Speaks to the developer: about what must be put right, or, as a `note`, about what debugging is for. */
export const say = (message: unknown, isNote?: boolean): void => {
  if (isNote) console.log('vitrina:', message);
  else console.error(`vitrina: ${message}`);
};
