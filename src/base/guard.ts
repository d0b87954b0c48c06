/** Plugins and sources run inside the page's own events and functions, so nothing may escape: `warn` hears of it. */
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
