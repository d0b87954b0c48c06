import { element, svgElement } from './dom.js';
import { clip, count, percent, plural } from './format.js';
import { fetchFunnel } from './funnel-api.js';

/** @typedef {import('./funnel-api.js').Funnel} Funnel */

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

/**
 * The campaigns by which visitors came, to choose from.
 * @param {(campaign: string) => void} onChoose
 */
const createPicker = (onChoose) => {
  const select = element('select', { class: 'select', 'data-funnel-campaign': true });
  select.addEventListener('change', () => onChoose(select.value));
  const node = element('label', { class: 'funnel-campaign', hidden: true }, 'Campaign ', select);
  return {
    node,
    /** @param {Funnel['campaigns']} campaigns @param {string} chosen */
    show: (campaigns, chosen) => {
      // What is chosen stays to be seen where nobody came by it.
      const known = campaigns.some(({ campaign }) => campaign === chosen) || chosen === '';
      const all = known ? campaigns : [{ campaign: chosen, visitors: 0 }, ...campaigns];
      const texts = [
        ['', 'Any, or none'],
        ...all.map(({ campaign, visitors }) => [campaign, `${clip(campaign, 40)} (${plural(visitors, 'visitor')})`]),
      ];
      node.hidden = all.length === 0;
      // Drawn anew, an open list would close under the hand.
      const state = JSON.stringify(texts);
      if (state !== select.dataset.state) {
        select.dataset.state = state;
        select.replaceChildren(...texts.map(([value, text]) => element('option', { value }, text)));
      }
      select.value = chosen;
      select.classList.toggle('is-set', chosen !== '');
    },
  };
};

/**
 * How far the visitors of the span of time got on the way to an order.
 * @param {(campaign: string) => void} onCampaign
 */
export const createFunnel = (onCampaign) => {
  const picker = createPicker(onCampaign);
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
    element(
      'header',
      { class: 'funnel-head' },
      element('h3', { id: 'funnel-title' }, 'The way to an order'),
      picker.node,
    ),
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
      picker.show(funnel?.campaigns ?? [], query.campaign ?? '');
      list.replaceChildren(...draw(funnel));
    },
  };
};
