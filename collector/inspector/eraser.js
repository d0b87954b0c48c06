import { eraseEvents } from './api.js';
import { ask } from './dialogs.js';
import { wordsOf } from './language.js';
import { problemOf } from './said.js';
import { erasureWords } from './words/erasure.js';

/** @typedef {import('./api.js').Subject} Subject */

/**
 * Asks before it erases, and hands over the receipts.
 * @param {{ announce: (text: string) => void, onErased: (erased: import('./receipt.js').Erased) => void }} parts
 */
export const createEraser =
  ({ announce, onErased }) =>
  async (/** @type {Subject[]} */ subjects, /** @type {string} */ name) => {
    const words = wordsOf(erasureWords);
    const isSure = await ask({
      title: words.eraseTitle(name),
      text: words.eraseText,
      yes: words.eraseForGood,
    });
    if (!isSure) return;
    /** @type {Record<string, unknown>[]} */
    const receipts = [];
    try {
      for (const subject of subjects) receipts.push({ business: subject.business, ...(await eraseEvents(subject)) });
    } catch (error) {
      announce(`${words.notAllErased} ${problemOf(error).textContent}`);
      if (receipts.length === 0) return;
    }
    onErased({ subject: name, receipts });
    announce(words.saidErased);
  };
