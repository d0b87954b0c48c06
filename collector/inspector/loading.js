/**
 * One piece of loading at a time: a later one makes an earlier one pointless.
 * @param {{ changed: () => void, done: () => void }} listener `changed`: whether it loads, or what went wrong, is another now
 */
export const createLoading = ({ changed, done }) => {
  let turn = 0;
  let isOn = false;
  let error = '';
  return {
    isOn: () => isOn,
    error: () => error,
    /** A number that is another one after each beginning. */
    turn: () => turn,

    /** @param {(isWanted: () => boolean) => Promise<void>} work */
    run: async (work) => {
      const mine = ++turn;
      isOn = true;
      error = '';
      changed();
      try {
        await work(() => mine === turn);
      } catch (reason) {
        if (mine === turn) error = reason instanceof Error ? reason.message : String(reason);
      }
      if (mine !== turn) return;
      isOn = false;
      changed();
      done();
    },
  };
};
