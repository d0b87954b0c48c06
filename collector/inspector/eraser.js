import { eraseEvents } from './api.js';
import { ask } from './dialogs.js';

/** @typedef {import('./api.js').Subject} Subject */

/**
 * Asks before it erases, and hands over the receipts.
 * @param {{ announce: (text: string) => void, onErased: (erased: import('./receipt.js').Erased) => void }} parts
 */
export const createEraser =
  ({ announce, onErased }) =>
  async (/** @type {Subject[]} */ subjects, /** @type {string} */ name) => {
    const isSure = await ask({
      title: `Erase the events of ${name}?`,
      text: 'Everything that is stored about them in this collector is removed for good, and a receipt says what was reached. This cannot be undone.',
      yes: 'Erase for good',
    });
    if (!isSure) return;
    /** @type {Record<string, unknown>[]} */
    const receipts = [];
    try {
      for (const subject of subjects) receipts.push({ business: subject.business, ...(await eraseEvents(subject)) });
    } catch (error) {
      announce(`Not everything was erased. ${error instanceof Error ? error.message : String(error)}`);
      if (receipts.length === 0) return;
    }
    onErased({ subject: name, receipts });
    announce('Erased.');
  };
