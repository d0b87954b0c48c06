import { at, textAt } from './describe.js';

/** @typedef {import('./api.js').Row} Row */
/** @typedef {{ id: string, number: number | null, rows: Row[], from: number, to: number }} Visit times in milliseconds */
/** @typedef {Row & { order?: string, tellers?: Row[] }} Told a line of a story; `order` is the same for tellings of one order */

const visitGap = 30 * 60 * 1000;

/** @param {Row} row */
export const timeOf = (row) => row.tracked_at * 1000;

/**
 * @param {Row[]} rows of one visitor
 * @returns {Visit[]} oldest first; events that name no visit are told apart by half an hour of silence
 */
export const groupVisits = (rows) => {
  /** @type {Visit[]} */
  const visits = [];
  const inOrder = [...rows].sort(
    (one, other) => one.tracked_at - other.tracked_at || one.received_seq - other.received_seq,
  );
  for (const row of inOrder) {
    const id = textAt(row.event, 'visit', 'id');
    const last = visits.at(-1);
    const near = last && timeOf(row) - last.to < visitGap;
    if (last && (id && last.id ? id === last.id : near)) {
      last.rows.push(row);
      last.to = timeOf(row);
      last.id ||= id;
      last.number ??= numberOf(row);
    } else {
      visits.push({ id, number: numberOf(row), rows: [row], from: timeOf(row), to: timeOf(row) });
    }
  }
  return visits;
};

/**
 * Whether the visitor was there. What a server told by itself is between the visits.
 * @param {Visit} visit
 */
export const isVisit = ({ id, rows }) => id !== '' || rows.some(({ trusted }) => !trusted);

/** @param {Row} row */
const knows = ({ amount, trusted }) => (amount === null ? 0 : 2) + (trusted ? 1 : 0);

/**
 * One line for each order: where the visitor was when it was told, with the amount of the telling that counts in the figures.
 * @param {Told[]} rows oldest first
 * @returns {Told[]}
 */
export const oneForEachOrder = (rows) => {
  /** @type {Map<string, Told[]>} */
  const tellings = new Map();
  for (const row of rows) if (row.order) tellings.set(row.order, [...(tellings.get(row.order) ?? []), row]);
  return rows.flatMap((row) => {
    const all = tellings.get(row.order ?? '');
    if (!all || all.length < 2) return [row];
    const shown = all.find(({ event }) => textAt(event, 'visit', 'id')) ?? all[0];
    if (row !== shown) return [];
    const [best = row] = [...all].sort(
      (one, other) => knows(other) - knows(one) || one.received_seq - other.received_seq,
    );
    return [{ ...row, amount: best.amount, currency: best.currency, tellers: all }];
  });
};

/** @param {Row} row */
const numberOf = (row) => {
  const number = at(row.event, 'visit', 'number');
  return typeof number === 'number' ? number : null;
};

/**
 * @param {Told[]} rows
 * @returns {{ amount: number, currency: string }[]} what was ordered, one entry for each currency
 */
export const orderTotals = (rows) => {
  /** @type {Map<string, number>} */
  const totals = new Map();
  const counted = new Set();
  for (const row of rows) {
    if (row.action !== 'order.placed' || row.amount === null) continue;
    // The shop's server and its thank-you page may both report one order. The index knows it by all of its names, a moment later.
    const reference = row.order ?? (textAt(row.event, 'object_parameters', 'reference') || row.id);
    if (counted.has(reference)) continue;
    counted.add(reference);
    const currency = row.currency ?? '';
    totals.set(currency, (totals.get(currency) ?? 0) + row.amount);
  }
  return [...totals].map(([currency, amount]) => ({ amount, currency }));
};
