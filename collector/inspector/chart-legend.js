import { colourOf } from './chart.js';
import { button, element, foreignText } from './dom.js';
import { clip, count } from './format.js';
import { wordsOf } from './language.js';
import { chartWords } from './words/chart.js';

/** @typedef {import('./chart-scale.js').Series} Series */

/** @param {(action: string) => void} onPick gets an empty text where the action is no longer to be filtered by */
export const createLegend = (onPick) => {
  const node = element('ul', { class: 'legend', role: 'list', 'aria-label': wordsOf(chartWords).legend });

  /**
   * @param {Series} series
   * @param {string} chosen
   */
  const lineOf = (series, chosen) => {
    const swatch = element('span', { class: `swatch ${colourOf(series)}`, 'aria-hidden': 'true' });
    const number = element('span', { class: 'legend-count' }, count(series.total));
    if (!series.action) {
      const title = clip(series.members.join(', '), 400);
      return element(
        'li',
        {},
        element('span', { class: 'legend-item', title }, swatch, wordsOf(chartWords).other, number),
      );
    }
    const isChosen = chosen === series.action;
    const pick = button(
      '',
      { class: 'legend-item', 'data-legend': series.action, 'aria-pressed': String(isChosen) },
      () => onPick(isChosen ? '' : series.action),
    );
    pick.append(swatch, foreignText(clip(series.action, 40)), number);
    return element('li', {}, pick);
  };

  return {
    node,

    /**
     * @param {Series[]} series
     * @param {string} chosen the action that is filtered by
     */
    show: (series, chosen) => {
      const focused = document.activeElement?.getAttribute('data-legend');
      node.replaceChildren(...series.map((one) => lineOf(one, chosen)));
      if (focused) [...node.querySelectorAll('button')].find((pick) => pick.dataset.legend === focused)?.focus();
    },
  };
};
