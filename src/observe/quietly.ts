/** The task, but what it throws never reaches the page, which made the values that it reads. */
export const quietly =
  <A extends unknown[]>(task: (...values: A) => void) =>
  (...values: A): void => {
    try {
      task(...values);
    } catch {
      // Of the page's making, and for the page to see.
    }
  };
