import { fetchActions, fetchVisitors, toMilliseconds } from './api.js';
import { element, filled, foreignText } from './dom.js';
import { ago, clip, shortId } from './format.js';
import { wordsOf } from './language.js';
import { actionChip } from './row-view.js';
import { visitorMark } from './visitor-mark.js';
import { filterWords } from './words/filter.js';

/** @typedef {{ q?: string, action?: string, session?: string, user?: string, source?: string }} Choice */
/** @typedef {{ choice: Choice, search: string, node: HTMLLIElement }} Option */

const shownAtMost = 12;

/**
 * One field for all that can be looked for: a text is searched, unless it is an action or a visitor that is known, or one of
 * them is chosen from the list.
 * A combobox as the ARIA Authoring Practices describe it (list autocomplete, focus stays in the field).
 * @param {{ root: HTMLElement, business: () => string, onChoose: (choice: Choice) => void }} parts
 */
export const createFilterBox = ({ root, business, onChoose }) => {
  const words = wordsOf(filterWords);
  const input = element('input', {
    id: 'filter',
    type: 'text',
    role: 'combobox',
    'aria-label': words.field,
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': 'filter-options',
    placeholder: words.placeholder,
    enterkeyhint: 'search',
    maxlength: 200,
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
  });
  const key = element('kbd', { class: 'filter-key', 'aria-hidden': 'true' }, '/');
  const options = element('ul', {
    id: 'filter-options',
    class: 'options',
    role: 'listbox',
    'aria-label': words.options,
    hidden: true,
  });
  const tokens = element('div', { class: 'tokens' });
  root.append(tokens, element('div', { class: 'filter-field' }, input, key, options));

  /** @type {Option[]} */
  let known = [];
  let loading = Promise.resolve();
  /** @type {Option[]} */
  let matching = [];
  let marked = -1;

  /**
   * @param {Choice} choice
   * @param {string} search
   * @param {...Node} content
   * @returns {Option}
   */
  const option = (choice, search, ...content) => {
    const node = element('li', { role: 'option', class: 'option', 'aria-selected': 'false' }, ...content);
    node.addEventListener('click', () => choose(choice));
    return { choice, search: search.toLowerCase(), node };
  };

  const load = async () => {
    const [actions, visitors] = await Promise.all([fetchActions(business()), fetchVisitors(business())]).catch(() => [
      [],
      [],
    ]);
    known = [
      ...actions.map(({ action, count }) =>
        option({ action }, action, actionChip(action), element('span', { class: 'option-note' }, words.events(count))),
      ),
      ...visitors.map(({ session, events, last_at: last, user_id: user }) =>
        option(
          { session },
          `${session} ${user ?? ''}`,
          visitorMark(session),
          foreignText(clip(user ?? shortId(session), 40)),
          element('span', { class: 'option-note' }, `${words.events(events)}, ${ago(toMilliseconds(last))}`),
        ),
      ),
    ];
    if (document.activeElement === input) show();
  };

  /** @param {number} index */
  const mark = (index) => {
    matching[marked]?.node.setAttribute('aria-selected', 'false');
    marked = index;
    const chosen = matching[index];
    chosen?.node.setAttribute('aria-selected', 'true');
    chosen?.node.scrollIntoView({ block: 'nearest' });
    if (chosen) input.setAttribute('aria-activedescendant', chosen.node.id);
    else input.removeAttribute('aria-activedescendant');
  };

  const show = () => {
    const text = input.value.trim();
    const wanted = text.toLowerCase();
    mark(-1);
    matching = known.filter((candidate) => candidate.search.includes(wanted)).slice(0, shownAtMost);
    if (text) matching.unshift(searchFor(text));
    matching.forEach((match, index) => (match.node.id = `filter-option-${index}`));
    options.replaceChildren(...matching.map((match) => match.node));
    options.hidden = matching.length === 0;
    input.setAttribute('aria-expanded', String(!options.hidden));
  };

  const hide = () => {
    mark(-1);
    options.hidden = true;
    input.setAttribute('aria-expanded', 'false');
  };

  /** @param {Choice} choice */
  const choose = (choice) => {
    input.value = '';
    hide();
    onChoose(choice);
  };

  /** @param {string} text */
  const searchFor = (text) =>
    option(
      { q: text },
      text,
      element('span', {}, ...filled(words.searchFor, { text: foreignText(clip(text, 40), { class: 'option-text' }) })),
      element('span', { class: 'option-note' }, words.inEvents),
    );

  const submit = async () => {
    const text = input.value.trim();
    const chosen = matching[marked];
    if (chosen) return choose(chosen.choice);
    if (!text) return;
    // Whether the text is an action or a visitor is known only now, if it was typed fast.
    await loading;
    if (input.value.trim() !== text) return;
    const exact = known.find(({ choice }) => choice.action === text || choice.session === text);
    choose(exact ? exact.choice : { q: text });
  };

  input.addEventListener('focus', () => {
    show();
    loading = load();
  });
  // The field would lose the focus, and the list would close, before the click is complete.
  options.addEventListener('mousedown', (event) => event.preventDefault());
  input.addEventListener('blur', hide);
  input.addEventListener('input', show);
  input.addEventListener('keydown', (event) => {
    const size = matching.length;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (options.hidden) show();
      const step = event.key === 'ArrowDown' ? 1 : marked < 0 ? 0 : -1;
      if (size > 0) mark((marked + step + size) % size);
    } else if (event.key === 'Enter') void submit();
    else if (event.key === 'Escape' && (input.value || !options.hidden)) {
      input.value = '';
      hide();
    } else if (event.key === 'Escape') input.blur();
    else return;
    event.preventDefault();
  });

  return { focus: () => input.focus(), tokens };
};
