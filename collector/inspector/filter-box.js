import { fetchActions, fetchVisitors, toMilliseconds } from './api.js';
import { button, element, foreignText } from './dom.js';
import { ago, clip, plural, shortId } from './format.js';
import { actionChip } from './row-view.js';
import { visitorMark } from './visitor-mark.js';

/** @typedef {{ action?: string, session?: string }} Choice */
/** @typedef {{ choice: Choice, search: string, node: HTMLLIElement }} Option */

const shownAtMost = 12;
const actionPattern = /^[a-z0-9_]+(\.[a-z0-9_]+)+$/;
const sessionPattern = /^[A-Za-z0-9_-]{8,64}$/;

/**
 * One field for both filters: an action always has a dot, a session never has.
 * A combobox as the ARIA Authoring Practices describe it (list autocomplete, focus stays in the field).
 * @param {{ root: HTMLElement, onChoose: (choice: Choice) => void, announce: (text: string) => void }} parts
 */
export const createFilterBox = ({ root, onChoose, announce }) => {
  const input = element('input', {
    id: 'filter',
    type: 'text',
    role: 'combobox',
    'aria-label': 'Filter by action or visitor',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': 'filter-options',
    placeholder: 'Filter by action or visitor',
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
  });
  const key = element('kbd', { class: 'filter-key', 'aria-hidden': 'true' }, '/');
  const options = element('ul', {
    id: 'filter-options',
    class: 'options',
    role: 'listbox',
    'aria-label': 'Actions and visitors',
    hidden: true,
  });
  const tokens = element('div', { class: 'tokens' });
  root.append(tokens, element('div', { class: 'filter-field' }, input, key, options));

  /** @type {Option[]} */
  let known = [];
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
    const [actions, visitors] = await Promise.all([fetchActions(), fetchVisitors()]).catch(() => [[], []]);
    known = [
      ...actions.map(({ action, count }) =>
        option(
          { action },
          action,
          actionChip(action),
          element('span', { class: 'option-note' }, plural(count, 'event')),
        ),
      ),
      ...visitors.map(({ session, events, last_at: last, user_id: user }) =>
        option(
          { session },
          `${session} ${user ?? ''}`,
          visitorMark(session),
          foreignText(clip(user ?? shortId(session), 40)),
          element('span', { class: 'option-note' }, `${plural(events, 'event')}, ${ago(toMilliseconds(last))}`),
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
    const wanted = input.value.trim().toLowerCase();
    mark(-1);
    matching = known.filter((candidate) => candidate.search.includes(wanted)).slice(0, shownAtMost);
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

  const submit = () => {
    const text = input.value.trim();
    const exact = known.find((candidate) => candidate.choice.action === text || candidate.choice.session === text);
    const chosen = matching[marked] ?? exact ?? (text && matching.length === 1 ? matching[0] : undefined);
    if (chosen) choose(chosen.choice);
    else if (actionPattern.test(text)) choose({ action: text });
    else if (sessionPattern.test(text) && matching.length === 0) choose({ session: text });
    else if (text && matching.length === 0) announce(`No action and no visitor matches ${clip(text, 40)}.`);
    else if (text) mark(0);
  };

  input.addEventListener('focus', () => {
    show();
    void load();
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
    } else if (event.key === 'Enter') submit();
    else if (event.key === 'Escape' && (input.value || !options.hidden)) {
      input.value = '';
      hide();
    } else if (event.key === 'Escape') input.blur();
    else return;
    event.preventDefault();
  });

  /**
   * @param {string} kind
   * @param {string} value
   * @param {Node} content
   */
  const token = (kind, value, content) => {
    const node = button(
      '',
      { class: 'button token', 'data-token': kind, 'aria-label': `Remove the filter: ${kind} ${value}` },
      () => {
        onChoose({ [kind]: '' });
        input.focus();
      },
    );
    node.append(content, element('span', { class: 'token-cross', 'aria-hidden': 'true' }, '×'));
    return node;
  };

  return {
    focus: () => input.focus(),

    /** @param {Choice} filter */
    show: ({ action = '', session = '' }) => {
      const parts = [];
      if (action) parts.push(token('action', action, actionChip(action)));
      if (session) {
        const name = element('span', { class: 'token-visitor' }, visitorMark(session), foreignText(shortId(session)));
        parts.push(token('session', session, name));
      }
      tokens.replaceChildren(...parts);
    },
  };
};
