/** A mistake of the caller. */
export type Mistake = TypeError & { parameter: string };

/** Creates the error for a mistake of the caller in this argument. */
export const mistake = (parameter: string, description: string): Mistake =>
  Object.assign(new TypeError(description), { parameter });
