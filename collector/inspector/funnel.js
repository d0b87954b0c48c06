import { fetchFunnel } from './api.js';
import { element, svgElement } from './dom.js';
import { count, percent, plural } from './format.js';

/** @typedef {import('./api.js').Funnel} Funnel */

/** What visitors did, and the colour that the action has everywhere. */
const steps = [
  ['product', 'looked at a product'],
  ['cart', 'put something into the cart'],
  ['checkout', 'began the checkout'],
  ['order', 'ordered'],
];

/**
 * @param {number} number
 * @param {number} before of whom they are
 * @param {boolean} isFirst
 */
const whoOf = (number, before, isFirst) => {
  const share = before > 0 ? ` (${percent(number / before)})` : '';
  return isFirst ? `${count(number)} of ${plural(before, 'visitor')}${share}` : `${count(number)} of them${share}`;
};

/** @param {Funnel | undefined} funnel */
const draw = (funnel) =>
  steps.map(([tone, deed], index) => {
    const number = funnel?.steps[index]?.visitors;
    const before = index === 0 ? funnel?.visitors : funnel?.steps[index - 1]?.visitors;
    const share = number && funnel?.visitors ? (100 * number) / funnel.visitors : 0;
    const bar = svgElement('rect', { class: 'funnel-bar', width: `${share}%`, height: '100%', rx: 4 });
    return element(
      'li',
      { class: `tone-${tone}`, 'data-step': tone },
      element(
        'p',
        {},
        element('strong', {}, number === undefined || before === undefined ? '–' : whoOf(number, before, index === 0)),
        ` ${deed}`,
      ),
      svgElement('svg', { class: 'funnel-track', 'aria-hidden': 'true' }, bar),
    );
  });

/** How far the visitors of the span of time got on the way to an order. */
export const createFunnel = () => {
  const list = element('ol', { class: 'funnel', id: 'funnel' }, ...draw(undefined));
  const narrowed = element('span', { hidden: true }, ' The search and the action do not narrow it.');
  const note = element(
    'p',
    { class: 'funnel-note' },
    'Who went further counts in the steps before, too, since not every page tells each step. Orders that only a server tells have no visitor.',
    narrowed,
  );
  const node = element(
    'section',
    { class: 'funnel-part', 'aria-labelledby': 'funnel-title' },
    element('h3', { id: 'funnel-title' }, 'The way to an order'),
    list,
    note,
  );
  let turn = 0;
  return {
    node,

    /** @param {Parameters<typeof fetchFunnel>[0]} query */
    refresh: async (query) => {
      const mine = ++turn;
      const funnel = await fetchFunnel(query).catch(() => undefined);
      if (mine !== turn) return;
      narrowed.hidden = !query.q && !query.action;
      list.replaceChildren(...draw(funnel));
    },
  };
};
