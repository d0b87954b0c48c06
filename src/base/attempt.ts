/** Returns the result of the task; `undefined` if it throws. Errors are not reported: mostly they come from the page's getters. */
export const attempt = <R>(task: () => R): R | undefined => {
  try {
    return task();
  } catch {
    return undefined;
  }
};

/** Wraps a callback so that its exceptions never reach the page. */
export const quietly =
  <Given extends unknown[]>(task: (...given: Given) => void) =>
  (...given: Given): void =>
    attempt(() => task(...given));
