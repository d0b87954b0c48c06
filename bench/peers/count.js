/** @import { TrackedEvent } from './clients/client.js' */

/**
 * @typedef {object} Count
 * @property {number} expected
 * @property {number} delivered of them, at least once
 * @property {number} lost
 * @property {number} repeated how many times more an event has come, with the id that it had: its server can tell
 * @property {number} doubled how many times more an event has come as another one, without an id or with a new one
 */

/**
 * What has become of the events that a test has numbered. Others, such as page views, do not count.
 *
 * @param {TrackedEvent[]} taken by the endpoint, in order
 * @param {number} expected
 * @returns {Count}
 */
export const countEvents = (taken, expected) => {
  /** @type {Map<number, (string | undefined)[]>} */
  const idsOf = new Map();
  for (const { id, metadata } of taken) {
    const n = metadata?.n;
    if (n === undefined) continue;
    idsOf.set(n, [...(idsOf.get(n) ?? []), id]);
  }
  let repeated = 0;
  let doubled = 0;
  for (const ids of idsOf.values()) {
    const distinct = new Set(ids.filter((id) => id !== undefined)).size + ids.filter((id) => id === undefined).length;
    doubled += distinct - 1;
    repeated += ids.length - distinct;
  }
  return { expected, delivered: idsOf.size, lost: expected - idsOf.size, repeated, doubled };
};

/** How many of all events are delivered in the mean of the scenarios, from 0 to 1. @param {Count[]} counts */
export const meanShare = (counts) =>
  counts.reduce((sum, { delivered, expected }) => sum + delivered / expected, 0) / (counts.length || 1);
