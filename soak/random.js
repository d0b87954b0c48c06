/**
 * Chance that can be repeated: the same seed makes the same choices. Each part of the test forks a source of its own, so that the
 * choices of one do not depend on the speed of another.
 *
 * @param {number} seed
 */
export const createRandom = (seed) => {
  let state = seed >>> 0;

  /** From 0 up to, but not, 1: the steps of a counter, with their bits mixed. */
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };

  /** @param {number} least @param {number} most */
  const between = (least, most) => least + next() * (most - least);

  return {
    between,
    /** @param {number} least @param {number} most */
    whole: (least, most) => Math.floor(between(least, most + 1)),
    /** @param {number} share */
    chance: (share) => next() < share,
    /** @template T @param {readonly T[]} list @returns {T} */
    pick(list) {
      if (list.length === 0) throw new RangeError('There is nothing to pick from.');
      return /** @type {T} */ (list[Math.floor(next() * list.length)]);
    },
    /** The more often the greater its weight. @template {{ weight: number }} T @param {readonly T[]} list @returns {T} */
    pickWeighted(list) {
      let left = next() * list.reduce((sum, { weight }) => sum + weight, 0);
      const found = list.find(({ weight }) => (left -= weight) < 0) ?? list.at(-1);
      if (!found) throw new RangeError('There is nothing to pick from.');
      return found;
    },
    fork: () => createRandom(Math.floor(next() * 2 ** 32)),
  };
};

/** @typedef {ReturnType<typeof createRandom>} Random */
