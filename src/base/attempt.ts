/** What the task gives; nothing where it throws (a getter of the page's, mostly): that is for the page to see. */
export const attempt = <R>(task: () => R): R | undefined => {
  try {
    return task();
  } catch {
    return undefined;
  }
};

/** The same task, but what it throws stays with us. */
export const quietly =
  <Given extends unknown[]>(task: (...given: Given) => void) =>
  (...given: Given): void =>
    attempt(() => task(...given));
