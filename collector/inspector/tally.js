import { newestOf } from './filters.js';

/** @typedef {import('./api.js').EventPage} EventPage */

/**
 * How many events there are: what the store has counted, and each row that has arrived since, once. In a flood the store has
 * counted many rows that the stream is still to tell; they are known by their numbers, which grow in the order of arrival.
 */
export const createTally = () => {
  let total = 0;
  /** All rows up to this number are in the total. */
  let counted = 0;
  let isCut = false;
  /** @type {Set<number[]>} rows that have arrived since a question was asked, for each question */
  const questions = new Set();

  return {
    total: () => total,
    /** Whether there are more than were counted. */
    isCut: () => isCut,

    /** From here on each row may be news, also if its number is small: the store may be another one. */
    forget: () => {
      counted = 0;
      // An earlier question may have failed, or its answer comes too late.
      questions.clear();
    },

    /**
     * @param {number} number of a row that has arrived
     * @returns {boolean} whether it is news
     */
    add: (number) => {
      if (number <= counted) return false;
      counted = number;
      total += 1;
      for (const arrived of questions) arrived.push(number);
      return true;
    },

    /** Call it as a question is asked, and what it returns with the answer, or with nothing if there is none. */
    ask: () => {
      /** @type {number[]} */
      const arrived = [];
      questions.add(arrived);
      return (/** @type {EventPage | undefined} */ page) => {
        questions.delete(arrived);
        if (!page) return;
        const newest = newestOf(page.events);
        const later = arrived.filter((number) => number > newest);
        total = page.total + later.length;
        counted = later.at(-1) ?? newest;
        isCut = page.total_at_least === true;
      };
    },
  };
};
