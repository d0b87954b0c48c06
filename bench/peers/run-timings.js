import { recordTrace } from '../browser/record-trace.js';
import { EMPTY } from '../bundle-contestants.js';
import { PROPS } from '../contestants.js';
import { measureSpaced } from '../measure/measure-spaced.js';
import { measureVisits } from '../measure/measure-visits.js';
import { measureWire } from '../measure/measure-wire.js';
import { summarise } from '../statistics.js';
import { readVisit } from '../tasks/read-visit.js';
import { CLIENTS } from './clients/index.js';
import { startEndpoint } from './endpoint.js';

/** @import { Browser } from '../browser/start-browser.js' */
/** @import { Contestant } from '../contestants.js' */
/** @import { Summary } from '../statistics.js' */
/** @import { Shop } from '../start-shop.js' */
/** @import { Client } from './clients/client.js' */
/** @import { ClientName } from './clients/index.js' */
/** @import { Endpoint } from './endpoint.js' */

/**
 * @typedef {object} Timing
 * @property {Summary} first ms of the first visit above the page with the empty script
 * @property {Summary} later ms of the next visit above it
 * @property {number} call ms of one call, in the mean
 * @property {number} callMedian ms
 * @property {number} perEvent ms of all tasks for one event, with requests and answers
 * @property {number} requests for each event, preflights included
 * @property {number} bytes for each event, bodies and heads
 */

/** How long a page is watched after its load event, in ms: Mixpanel sends its first batch after 5 seconds. */
export const WATCHED = 5_600;

const PROPERTIES = JSON.stringify(PROPS);

/** @param {Client} client @param {Endpoint} endpoint @returns {Contestant} */
const toContestant = (client, endpoint) => ({
  script: endpoint.script,
  alone: endpoint.script,
  endpoint: endpoint.url,
  initialize: '',
  track: client.track(PROPERTIES),
  arrived: endpoint.counts,
});

/** The tasks of a peer are not named one by one. */
const toPlace = () => '';

/**
 * What each client costs a page and an event, one after the other.
 *
 * @param {{ browser: Browser, shop: Shop, folder: string }} parts
 * @param {ClientName[]} clients
 * @param {number} rounds
 * @param {number} deadline Unix ms, after which no further round of visits begins
 */
export const runTimings = async ({ browser, shop, folder }, clients, rounds, deadline) => {
  const endpoints = await Promise.all(clients.map((name) => startEndpoint(name, CLIENTS[name], folder)));
  const noClient = { ...CLIENTS.vitrina, query: () => '' };
  const nothing = await startEndpoint(EMPTY.replace('.js', ''), noClient, folder);
  const surroundings = { browser, servers: { shop } };
  const contestants = clients.map((name, at) => ({
    name: /** @type {ClientName | 'empty'} */ (name),
    contestant: toContestant(CLIENTS[name], /** @type {Endpoint} */ (endpoints[at])),
  }));
  const empty = {
    name: /** @type {const} */ ('empty'),
    contestant: { ...toContestant(noClient, nothing), endpoint: '' },
  };

  /** @type {Record<string, { first: number[], later: number[] }>} */
  const times = {};
  try {
    for (let round = 0; round < rounds && (round === 0 || Date.now() < deadline); round++) {
      console.log(`  visits, round ${round + 1} of ${rounds}`);
      const turns = round % 2 ? [...contestants, empty].reverse() : [...contestants, empty];
      for (const { name, contestant } of turns) {
        const [paths, trace] = await recordTrace(browser, async () => [
          await measureVisits({ ...surroundings, contestant, watched: WATCHED }),
        ]);
        const known = (times[name] ??= { first: [], later: [] });
        known.first.push(readVisit(trace, paths.first, contestant, toPlace, WATCHED).all);
        known.later.push(readVisit(trace, paths.second, contestant, toPlace, WATCHED).all);
      }
    }

    const bare = /** @type {{ first: number[], later: number[] }} */ (times.empty);
    /** @param {number[]} all @param {number[]} without */
    const above = (all, without) => {
      const { median } = summarise(without);
      return summarise(all.map((time) => time - median));
    };
    /** @type {Partial<Record<ClientName, Timing>>} */
    const timings = {};
    for (const { name, contestant } of contestants) {
      if (name === 'empty') continue;
      console.log(`  calls and requests of ${name}`);
      const setting = { ...surroundings, contestant };
      const spaced = await measureSpaced(setting, { isBareToo: false });
      const wire = await measureWire(setting);
      const visits = /** @type {{ first: number[], later: number[] }} */ (times[name]);
      timings[name] = {
        first: above(visits.first, bare.first),
        later: above(visits.later, bare.later),
        call: spaced.mean,
        callMedian: spaced.median,
        perEvent: spaced.perEvent,
        requests: (wire.requests + wire.preflights) / wire.sent,
        bytes: (wire.bodies + wire.heads) / wire.sent,
      };
    }
    return { timings, empty: { first: summarise(bare.first), later: summarise(bare.later) } };
  } finally {
    await Promise.all([...endpoints, nothing].map((endpoint) => endpoint.close()));
  }
};

/** @typedef {Awaited<ReturnType<typeof runTimings>>} Timings */
