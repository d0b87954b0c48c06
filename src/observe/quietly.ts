/** The same task, but what it throws (a getter of the page's, mostly) stays with us. */
export const quietly =
  <Given extends unknown[]>(task: (...given: Given) => void) =>
  (...given: Given): void => {
    try {
      task(...given);
    } catch {
      // Of the page's making, and for the page to see.
    }
  };
