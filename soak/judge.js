import { POISON } from './ledger.js';

/** @import { Row } from '../collector/dist/index.d.ts' */
/** @import { Ledger } from './ledger.js' */

/** A run that is shorter need not have met every fault. */
const LONG_RUN = 5;
const EXPECTED = [
  ...['down', '503', '429', 'hang', 'reset', 'slow'].map((kind) => `requests that met ${kind}`),
  'collector kills (SIGKILL)',
  'collector clocks moved',
  'tab crashes',
  'offline spells',
  'tabs closed',
  'reloads',
  'navigations in the middle of a request',
  'pages restored from the back/forward cache',
];

/**
 * Compares what the pages have said with what the database holds.
 *
 * @param {Ledger} ledger
 * @param {Pick<Row, 'id' | 'action'>[]} rows
 * @param {{ minutes: number, queued: string[], preflights: number, complaints: string[],
 *   carts: ReturnType<typeof import('./judge-carts.js').judgeCarts> }} about
 */
export const judge = ({ accepted, dropped, counts, troubles, figures }, rows, about) => {
  const stored = new Set(rows.map(({ id }) => id));
  const all = [...accepted.values()];
  const isPoison = (/** @type {{ action?: string }} */ { action }) => action === POISON;
  const poison = all.filter(isPoison);
  const ids = (/** @type {{ id?: string }[]} */ events) => events.map(({ id }) => String(id));

  const lost = ids(all.filter((event) => !isPoison(event) && !stored.has(String(event.id))));
  const strange = ids(rows.filter(({ id }) => !accepted.has(id)));
  const repeated = ids(rows).filter((id, index, list) => list.indexOf(id) !== index);
  const wrongDrops = dropped.filter((drop) => !isPoison(drop) || drop.reason !== 'refused');
  const swallowed = ids(poison.filter(({ id }) => stored.has(String(id))));
  const droppedIds = new Set(ids(dropped));
  const unmentioned = ids(poison.filter(({ id }) => !droppedIds.has(String(id))));
  const manual = all.filter(({ observer }) => observer === 'manual').length;
  const missing = about.minutes < LONG_RUN ? [] : EXPECTED.filter((name) => !counts.get(name));

  /** @type {[isFailure: boolean, sentence: string][]} */
  const checks = [
    [all.length === 0, 'No event was accepted, so nothing was tested.'],
    [lost.length > 0, `${lost.length} accepted events are not in the database: ${lost.join(' ')}`],
    [repeated.length > 0, `${repeated.length} events are in the database twice: ${repeated.join(' ')}`],
    [strange.length > 0, `${strange.length} events in the database were accepted by no page: ${strange.join(' ')}`],
    [figures.calls !== manual, `${figures.calls} calls of track reached a tracker, but ${manual} were accepted.`],
    [
      wrongDrops.length > 0,
      `${wrongDrops.length} events were dropped: ${wrongDrops.map(({ id, action, reason }) => `${action} ${id} as ${reason}`).join(', ')}`,
    ],
    [swallowed.length > 0, `${swallowed.length} events that should be refused are stored: ${swallowed.join(' ')}`],
    [unmentioned.length > 0, `${unmentioned.length} refused events left without a word: ${unmentioned.join(' ')}`],
    [about.queued.length > 0, `${about.queued.length} events are still queued at the end: ${about.queued.join(' ')}`],
    [about.preflights > 0, `${about.preflights} requests were preceded by a preflight.`],
    [troubles.length > 0, `The pages were not quiet: ${troubles.slice(0, 20).join(' | ')}`],
    [about.complaints.length > 0, `The collector complained: ${about.complaints.join(' | ')}`],
    [about.carts.failures.length > 0, about.carts.failures.join(' ')],
    [missing.length > 0, `Some of what should be met was not: ${missing.join(', ')}.`],
  ];
  const failures = checks.filter(([isFailure]) => isFailure).map(([, sentence]) => sentence);
  const suspects = [
    ...lost,
    ...strange,
    ...repeated,
    ...ids(wrongDrops),
    ...swallowed,
    ...unmentioned,
    ...about.queued,
  ];
  return {
    failures,
    suspects: [...new Set(suspects)],
    lost,
    carts: about.carts.counts,
    poison: poison.length,
    manual,
    stored: stored.size,
  };
};

/** @typedef {ReturnType<typeof judge>} Judgement */
