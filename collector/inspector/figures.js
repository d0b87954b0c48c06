import { fetchFigures } from './api.js';
import { element } from './dom.js';
import { count, money, percent } from './format.js';
import { wordsOf } from './language.js';
import { chartWords } from './words/chart.js';

/** @typedef {import('./api.js').Figures} Figures */

/**
 * @param {string} name
 * @param {string} title
 * @param {string} hint
 * @param {string[]} values one below the other
 */
const figure = (name, title, hint, values) =>
  element(
    'div',
    { class: 'figure', 'data-figure': name },
    element('dt', { title: hint }, title),
    ...values.map((value) => element('dd', {}, value)),
  );

/** @param {Figures | undefined} figures */
const draw = (figures) => {
  const words = wordsOf(chartWords);
  const { visitors, carts, orders, revenue = [], conversion } = figures ?? {};
  /** @param {number | undefined} value */
  const number = (value) => [value === undefined ? '–' : count(value)];
  // The largest first. Currencies are never added up.
  const sums = [...revenue].sort((one, other) => other.amount - one.amount);
  const amounts = sums.map(({ amount, currency }) => money(amount, currency));
  return [
    figure('visitors', words.visitors, words.visitorsHint, number(visitors)),
    figure('carts', words.carts, words.cartsHint, number(carts)),
    figure('orders', words.orders, words.ordersHint, number(orders)),
    figure('revenue', words.revenue, words.revenueHint, amounts.length > 0 ? amounts : ['–']),
    figure('conversion', words.conversion, words.conversionHint, [
      typeof conversion === 'number' ? percent(conversion) : '–',
    ]),
  ];
};

/** The row of figures for what is filtered and the span of time. */
export const createFigures = () => {
  const node = element(
    'dl',
    { class: 'figures', id: 'figures', 'aria-label': wordsOf(chartWords).figures },
    ...draw(undefined),
  );
  let turn = 0;
  return {
    node,

    /** @param {Parameters<typeof fetchFigures>[0]} query */
    refresh: async (query) => {
      const mine = ++turn;
      const figures = await fetchFigures(query).catch(() => undefined);
      if (mine === turn) node.replaceChildren(...draw(figures));
    },
  };
};
