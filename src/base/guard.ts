/**
 * Creates a function that wraps a task: what the task throws is passed to `warn`, and the result is `undefined`. Plugins and
 * sources run inside the page's own events and functions, so their exceptions must not reach the page.
 */
export const createGuard =
  (warn: (error: unknown) => void) =>
  <V extends unknown[], R>(task: (...values: V) => R) =>
  (...values: V): R | void => {
    try {
      return task(...values);
    } catch (error) {
      warn(error);
    }
  };
