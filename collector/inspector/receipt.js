import { button, element, filled, foreignText } from './dom.js';
import { copyButton } from './copy.js';
import { fact } from './detail.js';
import { clip, count, exactTime } from './format.js';
import { wordsOf } from './language.js';
import { panelHead } from './panel.js';
import { said } from './said.js';
import { erasureWords } from './words/erasure.js';

/** @typedef {{ subject: string, receipts: (Record<string, unknown> & { business?: unknown })[] }} Erased one receipt a business */

/** @param {string} name of a member of the receipt; one that the page does not know is read as it is written */
const nameOf = (name) => {
  /** @type {Record<string, string>} */
  const { [name]: known } = wordsOf(erasureWords).members;
  const words = name.replaceAll('_', ' ');
  return known ?? words.charAt(0).toUpperCase() + words.slice(1);
};

/**
 * When something is gone from a place, and how.
 * @param {unknown} value
 * @returns {value is { at: string | null, how: string }}
 */
const isGoing = (value) => typeof value === 'object' && value !== null && 'how' in value;

/**
 * @param {unknown} value
 * @returns {import('./dom.js').Child}
 */
const valueOf = (value) => {
  const words = wordsOf(erasureWords);
  if (typeof value === 'number') return count(value);
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (isGoing(value)) {
    const how = said(value.how, 600);
    return value.at === null ? how : element('span', {}, how, ' (', valueOf(value.at), ')');
  }
  if (typeof value !== 'string') return JSON.stringify(value);
  return /^\d{4}-\d\d-\d\dT/.test(value) ? exactTime(Date.parse(value)) : clip(value, 600);
};

/** @param {[string, unknown]} member */
const oneFact = ([name, value]) => fact(nameOf(name), element('bdi', {}, valueOf(value)));

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
export const createReceipt = ({ subject, receipts }, { onClose }) => {
  const words = wordsOf(erasureWords);
  const close = { class: 'button icon-button close', 'aria-label': words.close, 'data-close': true };
  return element(
    'article',
    { class: 'receipt', 'data-receipt': true },
    panelHead(
      words.receipt,
      element('h2', {}, ...filled(words.erasedWho, { subject: foreignText(clip(subject, 60)) })),
      button('×', close, onClose),
    ),
    ...receipts.map(facts),
    element('p', { class: 'hint' }, words.shownOnce),
    element(
      'footer',
      { class: 'panel-foot' },
      copyButton(() => JSON.stringify(receipts.length === 1 ? receipts[0] : receipts, null, 2), words.copy),
    ),
  );
};
