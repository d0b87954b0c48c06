import { recordTrace } from './browser/record-trace.js';
import { EMPTY } from './bundle-contestants.js';
import { measureVisits } from './measure/measure-visits.js';
import { readPlaces } from './tasks/read-places.js';
import { readVisit } from './tasks/read-visit.js';

/** @import { Contestants } from './contestants.js' */
/** @import { Surroundings } from './measure/open-page.js' */
/** @import { Servers } from './start-servers.js' */
/** @import { Visit } from './tasks/read-visit.js' */

/** @typedef {'vitrina' | 'plausible' | 'empty' | 'vitrinaFull' | 'plausibleFull'} Visitor `Full`: with 2 MB of others in localStorage */

/**
 * Two visits of each visitor in every round, in one order and then in the other. The empty script touches no storage, so that what
 * others keep there is all one to its page: it is measured once for both.
 *
 * @param {Surroundings & { servers: Servers }} surroundings
 * @param {Contestants} contestants
 * @param {number} rounds
 * @param {number} deadline Unix ms, after which no further round begins
 */
export const runVisits = async (surroundings, { vitrina, plausible }, rounds, deadline) => {
  const toPlace = await readPlaces();
  const url = surroundings.servers.collector.url;
  const empty = { ...vitrina, alone: `${url}/${EMPTY}`, endpoint: '' };
  const whom = { vitrina, plausible, empty, vitrinaFull: vitrina, plausibleFull: plausible };
  const visitors = /** @type {Visitor[]} */ (Object.keys(whom));
  const none = () => ({ vitrina: [], plausible: [], empty: [], vitrinaFull: [], plausibleFull: [] });
  /** @type {Record<Visitor, Visit[]>} */
  const first = none();
  /** @type {Record<Visitor, Visit[]>} */
  const second = none();

  for (let round = 0; round < rounds && (round === 0 || Date.now() < deadline); round++) {
    const turns = round % 2 ? [...visitors].reverse() : visitors;
    // A trace for each round, since the browser keeps it in a buffer that ends.
    const [paths, trace] = await recordTrace(surroundings.browser, async () => {
      const all = [];
      for (const visitor of turns) {
        const setting = { ...surroundings, contestant: whom[visitor], isFull: visitor.endsWith('Full') };
        all.push({ visitor, ...(await measureVisits(setting)) });
      }
      return [all];
    });
    for (const { visitor, ...path } of paths) {
      first[visitor].push(readVisit(trace, path.first, whom[visitor], toPlace));
      second[visitor].push(readVisit(trace, path.second, whom[visitor], toPlace));
    }
  }
  return { first, second };
};

/** @typedef {Awaited<ReturnType<typeof runVisits>>} Visits */
