import { exportAddress } from './api.js';
import { element } from './dom.js';
import { clip } from './format.js';
import { wordsOf } from './language.js';
import { filterWords } from './words/filter.js';

/** @typedef {import('./router.js').View} View */
/** @typedef {Parameters<typeof exportAddress>[0]} ExportQuery */

/**
 * @param {string} name of the filter in the address
 * @param {string} label
 * @param {[value: string, text: string][]} choices
 * @param {(value: string) => void} onChoose
 */
const selectOf = (name, label, choices, onChoose) => {
  const options = choices.map(([value, text]) => element('option', { value }, text));
  const select = element('select', { class: 'select', 'data-filter': name, 'aria-label': label }, ...options);
  select.addEventListener('change', () => onChoose(select.value));
  return select;
};

/**
 * The filters with few choices, and the way out for what is filtered.
 * @param {{ root: HTMLElement, onChoose: (change: Partial<View>) => void, query: () => Omit<ExportQuery, 'format'> }} parts
 *   `query`: what is shown at the moment
 */
export const createFilterRow = ({ root, onChoose, query }) => {
  const words = wordsOf(filterWords);
  const trusted = selectOf(
    'trusted',
    words.sentBy,
    [
      ['', words.byAnyone],
      ['1', words.byServers],
      ['0', words.byBrowsers],
    ],
    (value) => onChoose({ trusted: value }),
  );
  const invalid = selectOf(
    'invalid',
    words.content,
    [
      ['', words.anyContent],
      ['1', words.invalidOnly],
    ],
    (value) => onChoose({ invalid: value }),
  );
  /** @type {HTMLSelectElement | undefined} */
  let business;
  let current = '';

  /** @param {ExportQuery['format']} format */
  const exportLink = (format) => {
    const link = element(
      'a',
      { class: 'button', href: exportAddress({ ...query(), format }), download: '', 'data-export': format },
      format === 'csv' ? 'CSV' : 'NDJSON',
    );
    // The span of time has moved on since the page was drawn.
    link.addEventListener('click', () => (link.href = exportAddress({ ...query(), format })));
    return link;
  };
  const exports = element(
    'span',
    { class: 'exports', role: 'group', 'aria-label': words.exportShown },
    element('span', { class: 'exports-label', 'aria-hidden': 'true' }, words.export),
    exportLink('ndjson'),
    exportLink('csv'),
  );
  root.append(trusted, invalid, exports);

  /** @param {HTMLSelectElement} select */
  const mark = (select) => select.classList.toggle('is-set', select.value !== '');

  return {
    /** @param {View} view */
    show: (view) => {
      current = view.business;
      trusted.value = view.trusted;
      invalid.value = view.invalid;
      if (business) business.value = current;
      for (const select of [trusted, invalid, business]) if (select) mark(select);
    },

    /** @param {{ id: string, name: string }[]} known one shop needs no choice */
    setBusinesses: (known) => {
      if (known.length < 2) return;
      business = selectOf(
        'business',
        words.business,
        [
          ['', words.allBusinesses],
          ...known.map(({ id, name }) => /** @type {[string, string]} */ ([id, clip(name, 40)])),
        ],
        (value) => onChoose({ business: value }),
      );
      business.value = current;
      mark(business);
      root.prepend(business);
    },
  };
};
