/** Speaks to the developer; with `problem` also where the page does not debug. */
export const createSay =
  (debug: () => boolean | undefined) =>
  (message: string, problem?: boolean): void => {
    if (problem) console.error(`vitrina: ${message}`);
    else if (debug()) console.log(`vitrina: ${message}`);
  };
