/** @import { Ledger, Note } from './ledger.js' */

/** What is told of the time around an event, in ms. */
const BEFORE = 15_000;
const AFTER = 45_000;

/** @param {Note} note */
const toLine = ({ at, who, what }) => `${new Date(at).toISOString().slice(11, 23)}  ${who}: ${what}`;

/** Unix ms out of a UUIDv7. @param {string} id */
const timeOf = (id) => parseInt(id.replaceAll('-', '').slice(0, 12), 16);

/**
 * The story of an event, to be read from top to bottom: everything that names it, what its visitor did around it, and what the
 * collector suffered meanwhile.
 *
 * @param {Ledger} ledger
 * @param {string} id
 */
export const traceEvent = ({ accepted, delivered, dropped, notes }, id) => {
  const acceptance = accepted.get(id);
  const tab = acceptance?.tab;
  const visitor = tab?.replace(/ tab .*/, '');
  const at = acceptance?.at ?? timeOf(id);
  const isNear = (/** @type {Note} */ note) => note.at > at - BEFORE && note.at < at + AFTER;
  const isAbout = (/** @type {Note} */ { who }) =>
    who === 'collector' || who === visitor || !!(visitor && who.startsWith(`${visitor} tab`));
  return {
    id,
    action: acceptance?.action ?? 'unknown: no page has accepted it',
    tab: tab ?? 'unknown',
    accepted: acceptance ? new Date(at).toISOString() : null,
    delivered: delivered.has(id) ? new Date(Number(delivered.get(id))).toISOString() : null,
    dropped: dropped.find((drop) => drop.id === id)?.reason ?? null,
    story: [...notes]
      .filter((note) => note.what.includes(id) || (isNear(note) && isAbout(note)))
      .sort((one, other) => one.at - other.at)
      .map(toLine),
  };
};
