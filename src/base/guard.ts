/**
 * Creates a function that wraps a task. `warn` gets the exceptions of the task, and the result is then `undefined`. Plugins and
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
