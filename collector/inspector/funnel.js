import { element, filled, svgElement } from './dom.js';
import { clip, count, percent } from './format.js';
import { fetchFunnel } from './funnel-api.js';
import { wordsOf } from './language.js';
import { funnelWords } from './words/funnel.js';

/** @typedef {import('./funnel-api.js').Funnel} Funnel */

/** What visitors did; an action has the colour of its object everywhere. */
const steps = /** @type {const} */ (['product', 'cart', 'checkout', 'order']);

/**
 * @param {number} number
 * @param {number} before of whom they are
 * @param {boolean} isFirst
 */
const whoOf = (number, before, isFirst) => {
  const words = wordsOf(funnelWords);
  const who = isFirst ? words.ofVisitors(count(number), before) : words.ofThem(count(number));
  return before > 0 ? `${who} (${percent(number / before)})` : who;
};

/** @param {Funnel | undefined} funnel */
const draw = (funnel) =>
  steps.map((step, index) => {
    const number = funnel?.steps[index]?.visitors;
    const before = index === 0 ? funnel?.visitors : funnel?.steps[index - 1]?.visitors;
    const share = number && funnel?.visitors ? (100 * number) / funnel.visitors : 0;
    const bar = svgElement('rect', { class: 'funnel-bar', width: `${share}%`, height: '100%', rx: 4 });
    const who = number === undefined || before === undefined ? '–' : whoOf(number, before, index === 0);
    const deed = wordsOf(funnelWords).steps[step](number ?? 0);
    return element(
      'li',
      { class: `tone-${step}`, 'data-step': step },
      element('p', {}, ...filled(deed, { who: element('strong', {}, who) })),
      svgElement('svg', { class: 'funnel-track', 'aria-hidden': 'true' }, bar),
    );
  });

/**
 * The campaigns by which visitors came, to choose from.
 * @param {(campaign: string) => void} onChoose
 */
const createPicker = (onChoose) => {
  const words = wordsOf(funnelWords);
  const select = element('select', { class: 'select', 'data-funnel-campaign': true });
  select.addEventListener('change', () => onChoose(select.value));
  const node = element('label', { class: 'funnel-campaign', hidden: true }, words.campaign, ' ', select);
  return {
    node,
    /** @param {Funnel['campaigns']} campaigns @param {string} chosen */
    show: (campaigns, chosen) => {
      // What is chosen stays to be seen where nobody came by it.
      const known = campaigns.some(({ campaign }) => campaign === chosen) || chosen === '';
      const all = known ? campaigns : [{ campaign: chosen, visitors: 0 }, ...campaigns];
      const texts = [
        ['', words.anyCampaign],
        ...all.map(({ campaign, visitors }) => [campaign, words.campaignOf(clip(campaign, 40), visitors)]),
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
  const words = wordsOf(funnelWords);
  const picker = createPicker(onCampaign);
  const list = element('ol', { class: 'funnel', id: 'funnel' }, ...draw(undefined));
  const narrowed = element('span', { hidden: true }, ` ${words.notNarrowed}`);
  const note = element('p', { class: 'funnel-note' }, words.note, narrowed);
  const node = element(
    'section',
    { class: 'funnel-part', 'aria-labelledby': 'funnel-title' },
    element('header', { class: 'funnel-head' }, element('h3', { id: 'funnel-title' }, words.title), picker.node),
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
