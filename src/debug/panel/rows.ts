import { isObject } from '../../base/json.js';
import type { Decision } from '../../facts/fact.js';
import { describeEvent, describeFact } from './describe.js';
import { explainStart } from './diagnose/find-cause.js';
import { sentencesOf } from './diagnose/sentences-of.js';
import { formatTime, make } from './elements.js';
import { fieldList } from './fields.js';
import { toAction } from './journal.js';
import type { CallItem, EventItem, Item, SightItem } from './journal.js';
import { fill } from './language.js';
import type { Language } from './language.js';

/** What a row shows. It is asked for again at each change. */
interface RowContent {
  /** Class of the badge. */
  mark: 'sent' | 'waiting' | 'bad' | 'calm';
  badge: string;
  title: string;
  by: string;
  words: string;
  /** Why it is so, each as a sentence. */
  notes: string[];
  /** What the opened row shows. */
  details: () => HTMLElement[];
}

const STEPS: Record<Decision['step'], [mark: RowContent['mark'], text: 'seen' | 'held' | 'known' | 'reported']> = {
  observed: ['calm', 'seen'],
  held: ['waiting', 'held'],
  deduplicated: ['calm', 'known'],
  emitted: ['sent', 'reported'],
};

const byOf = (source: string, { texts }: Language) =>
  source ? fill(texts.by, { source: texts.sources[source] ?? source }) : '';

const ofEvent = (item: EventItem, language: Language, isPreview: boolean): RowContent => {
  const { texts, locale } = language;
  const { event, state, response, reason = '', errors, problems } = item;
  const mistakes = problems.map(([code, field = '']) => fill(texts.problems[code], { field }));
  const isFaulty = state === 'sent' && !!mistakes[0];
  const badges = { sent: isPreview ? texts.preview : texts.sent, waiting: texts.waiting, dropped: texts.dropped };
  const marks = { sent: isPreview ? 'calm' : 'sent', waiting: 'waiting', dropped: 'bad' } as const;
  const said = state === 'dropped' ? { reason, errors } : { HTTP: response?.status, ...answerOf(response?.data) };
  return {
    mark: isFaulty ? 'bad' : marks[state],
    badge: isFaulty ? texts.faulty : badges[state],
    title: event.action,
    by: byOf(event.observed_by, language),
    words: describeEvent(event, locale),
    notes: [
      state === 'dropped' && (texts.reasons[reason] ?? reason),
      ...errors.filter(({ type }) => type !== reason).map(({ description }) => description),
      ...mistakes,
    ].filter((note) => typeof note === 'string'),
    details: () => [
      ...(mistakes[0]
        ? [make('p', { class: 'title' }, texts.mistakes), ...mistakes.map((text) => make('p', {}, text))]
        : []),
      ...(state === 'waiting'
        ? [make('p', { class: 'title' }, texts.answer), make('p', {}, texts.noAnswer)]
        : fieldList(texts.answer, said)),
      ...fieldList(texts.fields, event),
    ],
  };
};

const answerOf = (data: unknown) => (isObject(data) ? data : data === null ? {} : { data });

/** The sentence for a call that was refused. */
const refusalOf = ({ error, values }: CallItem, { texts }: Language): string => {
  const { type = '', parameter = '', description = '' } = error ?? {};
  if (type === 'start') {
    return sentencesOf(explainStart(description, values[0]), texts)[0];
  }
  const code = parameter === 'action' && values[0] === 'user.identified' ? 'reserved' : parameter;
  return fill(texts.refusals[code] ?? description, { name: String(values[0]) });
};

const ofCall = (item: CallItem, language: Language): RowContent => {
  const { texts, locale } = language;
  const { method, values, state, error } = item;
  const [name, given] = values;
  const isRefused = state === 'refused';
  return {
    mark: isRefused ? 'bad' : 'waiting',
    badge: isRefused ? texts.refused : texts.waiting,
    title: method === 'track' ? toAction(item) : method,
    by: byOf('manual', language),
    words: method === 'track' && isObject(given) ? describeEvent({ ...given, action: '' }, locale) : String(name),
    notes: [isRefused ? refusalOf(item, language) : texts.callWaiting],
    details: () => [
      ...fieldList(texts.call, { call: method, values }),
      ...(error ? fieldList(texts.mistakes, error) : []),
    ],
  };
};

/** The ledger's reason, which may name the source that reports instead. */
const whyOf = (why: string, { texts }: Language) => {
  const [, source] = /^(\S+) reports it$/.exec(why) ?? [];
  return source ? fill(texts.otherReports, { source: texts.sources[source] ?? source }) : (texts.whys[why] ?? why);
};

const ofSight = ({ decision }: SightItem, language: Language): RowContent => {
  const { step, source, fact, why } = decision;
  const [mark, text] = STEPS[step];
  return {
    mark,
    badge: language.texts[text],
    title: fact.action ?? fact.type,
    by: byOf(source, language),
    words: describeFact(fact, language.locale),
    notes: why ? [whyOf(why, language)] : [],
    details: () => fieldList(language.texts.fields, fact),
  };
};

/** Creates the row of an item. `update` shows what has changed. */
export const createRow = (item: Item, language: Language, isPreview: () => boolean) => {
  const read = () => {
    if (item.kind === 'event') return ofEvent(item, language, isPreview());
    return item.kind === 'call' ? ofCall(item, language) : ofSight(item, language);
  };
  const { title, by, words } = read();
  const badge = make('span', {});
  const notes = make('span', { class: 'notes' });
  const head = make('span', { class: 'line' }, make('b', {}, title), badge, make('time', {}, formatTime(item.at)));
  const about = make('span', { class: 'line words' }, make('span', { class: 'what' }, words));
  about.append(make('span', { class: 'by' }, by));
  const opened = make('div', { class: 'details' });
  const details = make('details', {}, make('summary', {}, head, about, notes), opened);
  const fillDetails = () => opened.replaceChildren(...(details.open ? read().details() : []));
  const update = () => {
    const { mark, badge: state, notes: sentences } = read();
    badge.className = `badge ${mark}`;
    badge.textContent = state;
    notes.replaceChildren(...sentences.map((sentence) => make('span', {}, sentence)));
    fillDetails();
  };
  // The fields are written only when the row is opened, because most rows never are.
  details.addEventListener('toggle', fillDetails);
  update();
  return { element: make('li', {}, details), update };
};

export type Row = ReturnType<typeof createRow>;
