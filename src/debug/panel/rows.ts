import type { Decision } from '../../facts/fact.js';
import type { ProblemReport, TrackedEvent } from '../../types/tracker.js';
import { describeEvent, describeFact } from './describe.js';
import { clock, make } from './elements.js';

/** What a row is opened to. */
const asJson = (value: unknown): string => {
  try {
    return JSON.stringify(value, null, 2);
  } catch {
    return String(value);
  }
};

const row = (mark: string, badge: string, title: string, by: string, words: string, at: number, full: unknown) => {
  const state = make('span', { class: `badge ${mark}` }, badge);
  const note = make('span', { class: 'note' });
  const summary = make(
    'summary',
    {},
    make('span', { class: 'line' }, make('b', {}, title), state, make('time', {}, clock(at))),
    make(
      'span',
      { class: 'line words' },
      make('span', { class: 'what' }, words),
      make('span', { class: 'by' }, by && `by ${by}`),
    ),
    note,
  );
  const details = make('details', {}, summary);
  // Written only when somebody looks.
  details.addEventListener('toggle', () => {
    if (details.open && !details.querySelector('pre')) details.append(make('pre', { tabindex: '0' }, asJson(full)));
  });
  return { element: make('li', {}, details), state, note };
};

/** A row for an event, which changes with what becomes of it. */
export const eventRow = (event: TrackedEvent) => {
  const { action, observed_by: by, tracked_at: at } = event;
  const { element, state, note } = row('waiting', 'waiting', action, by, describeEvent(event), at * 1000, event);
  const become = (mark: string, words: string, why = '') => {
    state.className = `badge ${mark}`;
    state.textContent = words;
    note.textContent = why;
  };
  return {
    element,
    delivered: (status: number) => become('sent', 'sent', status === 200 || !status ? '' : `answered with ${status}`),
    dropped: (reason: string, errors: ProblemReport[]) =>
      become(
        'dropped',
        'dropped',
        [reason.replace(/_/g, ' '), ...errors.map(({ description }) => description)].join(': '),
      ),
  };
};

const WORDS: Record<Decision['step'], string> = {
  observed: 'seen',
  held: 'held',
  deduplicated: 'known already',
  emitted: 'told',
};

/** A row for a step of what became of a fact. */
export const decisionRow = ({ at, step, by, fact, why }: Decision): HTMLElement => {
  const { element, note } = row(step, WORDS[step], fact.action ?? fact.what, by, describeFact(fact), at, fact);
  if (why) note.textContent = why;
  return element;
};
