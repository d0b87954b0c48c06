/** Returns what the task returns; `undefined` if it throws. Mostly a getter of the page throws, which is not ours to report. */
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
