import { stringify } from '../../base/json.js';
import type { Decision } from '../../facts/fact.js';
import type { ProblemReport, TrackedEvent } from '../../types/tracker.js';
import { describeEvent, describeFact } from './describe.js';
import { formatTime, make } from './elements.js';

/** Formats the value that an opened row shows. */
const asJson = (value: unknown): string => {
  try {
    return stringify(value, 2);
  } catch {
    return String(value);
  }
};

interface RowContent {
  /** Class of the badge. */
  mark: string;
  badge: string;
  title: string;
  by: string;
  words: string;
  /** In ms. */
  at: number;
  /** Shown as JSON when the row is opened. */
  value: unknown;
}

const createRow = ({ mark, badge, title, by, words, at, value }: RowContent) => {
  const state = make('span', { class: `badge ${mark}` }, badge);
  const note = make('span', { class: 'note' });
  const summary = make(
    'summary',
    {},
    make('span', { class: 'line' }, make('b', {}, title), state, make('time', {}, formatTime(at))),
    make(
      'span',
      { class: 'line words' },
      make('span', { class: 'what' }, words),
      make('span', { class: 'by' }, by && `by ${by}`),
    ),
    note,
  );
  const details = make('details', {}, summary);
  // The JSON is written only when the row is opened, because most rows never are.
  details.addEventListener('toggle', () => {
    if (details.open && !details.querySelector('pre')) details.append(make('pre', { tabindex: '0' }, asJson(value)));
  });
  return { element: make('li', {}, details), state, note };
};

/** Creates the row of an event, with functions that change it when the event was delivered or dropped. */
export const eventRow = (event: TrackedEvent) => {
  const { action, observed_by: by, tracked_at: at } = event;
  const { element, state, note } = createRow({
    mark: 'waiting',
    badge: 'waiting',
    title: action,
    by,
    words: describeEvent(event),
    at: at * 1000,
    value: event,
  });
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
  emitted: 'reported',
};

/** Creates the row of one decision about a fact. */
export const decisionRow = ({ at, step, source, fact, why }: Decision): HTMLElement => {
  const { element, note } = createRow({
    mark: step,
    badge: WORDS[step],
    title: fact.action ?? fact.type,
    by: source,
    words: describeFact(fact),
    at,
    value: fact,
  });
  if (why) note.textContent = why;
  return element;
};
