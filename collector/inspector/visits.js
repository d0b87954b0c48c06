import { at, textAt } from './describe.js';

/** @typedef {import('./api.js').Row} Row */
/** @typedef {{ id: string, number: number | null, rows: Row[], from: number, to: number }} Visit times in milliseconds */

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

/** @param {Row} row */
const numberOf = (row) => {
  const number = at(row.event, 'visit', 'number');
  return typeof number === 'number' ? number : null;
};

/**
 * @param {Row[]} rows
 * @returns {{ amount: number, currency: string }[]} what was ordered, one entry for each currency
 */
export const orderTotals = (rows) => {
  /** @type {Map<string, number>} */
  const totals = new Map();
  const counted = new Set();
  for (const row of rows) {
    if (row.action !== 'order.placed' || row.amount === null) continue;
    // The shop's server and its thank-you page may both report one order.
    const reference = textAt(row.event, 'object_parameters', 'reference') || row.id;
    if (counted.has(reference)) continue;
    counted.add(reference);
    const currency = row.currency ?? '';
    totals.set(currency, (totals.get(currency) ?? 0) + row.amount);
  }
  return [...totals].map(([currency, amount]) => ({ amount, currency }));
};
