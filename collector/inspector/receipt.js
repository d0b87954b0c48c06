import { button, element, foreignText } from './dom.js';
import { copyButton } from './copy.js';
import { fact } from './detail.js';
import { clip, count, exactTime } from './format.js';
import { panelHead } from './panel.js';

/** @typedef {{ subject: string, receipts: (Record<string, unknown> & { business?: unknown })[] }} Erased one receipt a business */

/** @param {string} name of a member of the receipt */
const wordsOf = (name) => {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/**
 * When something is gone from a place, and how.
 * @param {unknown} value
 * @returns {value is { at: string | null, how: string }}
 */
const isGoing = (value) => typeof value === 'object' && value !== null && 'how' in value;

/**
 * @param {unknown} value
 * @returns {string}
 */
const textOf = (value) => {
  if (typeof value === 'number') return count(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (isGoing(value)) return value.at === null ? value.how : `${value.how} (${textOf(value.at)})`;
  if (typeof value !== 'string') return JSON.stringify(value);
  return /^\d{4}-\d\d-\d\dT/.test(value) ? exactTime(Date.parse(value)) : value;
};

/** @param {[string, unknown]} member */
const oneFact = ([name, value]) =>
  fact(name === 'overwritten' ? 'Gone from the files' : wordsOf(name), foreignText(clip(textOf(value), 600)));

/** @param {Record<string, unknown>} receipt */
const facts = (receipt) => {
  const isSaid = (/** @type {[string, unknown]} */ [, value]) => value !== null && value !== undefined;
  return element(
    'dl',
    { class: 'facts' },
    ...Object.entries(receipt)
      .filter(isSaid)
      .flatMap(([name, value]) => {
        if (typeof value !== 'object' || Array.isArray(value)) return [oneFact([name, value])];
        // One level of members is read like the rest, without those of which there was nothing; the copy has them all.
        return Object.entries(value ?? {})
          .filter((member) => isSaid(member) && member[1] !== 0)
          .map(oneFact);
      }),
  );
};

/**
 * What an erasure has reached; whoever asked for it gets this.
 * @param {Erased} erased
 * @param {{ onClose: () => void }} options
 */
export const createReceipt = ({ subject, receipts }, { onClose }) =>
  element(
    'article',
    { class: 'receipt', 'data-receipt': true },
    panelHead(
      'Receipt',
      element('h2', {}, 'Erased: ', foreignText(clip(subject, 60))),
      button(
        '×',
        { class: 'button icon-button close', 'aria-label': 'Close the receipt', 'data-close': true },
        onClose,
      ),
    ),
    ...receipts.map(facts),
    element('p', { class: 'hint' }, 'This receipt is shown once: copy it if you need it.'),
    element(
      'footer',
      { class: 'panel-foot' },
      copyButton(() => JSON.stringify(receipts.length === 1 ? receipts[0] : receipts, null, 2), 'Copy the receipt'),
    ),
  );
