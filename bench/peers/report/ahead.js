import { CLIENTS } from '../clients/index.js';
import { SCENARIOS } from '../scenarios/index.js';
import { keysOf } from './tables.js';

/** @import { ClientName } from '../clients/index.js' */
/** @import { ScenarioName } from '../scenarios/index.js' */
/** @import { Timing } from '../run-timings.js' */
/** @import { Results } from './write-report.js' */

const OURS = 'vitrina';

/** @type {[what: string, toFigure: (timing: Timing) => number][]} */
const COSTS = [
  ['takes less time on a first visit', ({ first }) => first.median],
  ['takes less time on a later visit', ({ later }) => later.median],
  ['has a cheaper call', ({ call }) => call],
  ['needs less time for an event in all', ({ perEvent }) => perEvent],
  ['sends fewer requests an event', ({ requests }) => requests],
  ['sends fewer bytes an event', ({ bytes }) => bytes],
];

/** @param {string[]} names */
const join = (names) => (names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : String(names[0]));

/**
 * Names the clients whose figure is lower than Vitrina's.
 *
 * @param {string} what
 * @param {ClientName[]} clients
 * @param {(name: ClientName) => number | undefined} toFigure
 */
const lower = (what, clients, toFigure) => {
  const own = toFigure(OURS);
  if (own === undefined) return [];
  const better = clients.filter((name) => (toFigure(name) ?? Infinity) < own).map((name) => CLIENTS[name].name);
  return better.length ? [`- ${what}: ${join(better)}.`] : [];
};

/**
 * In what others are ahead of Vitrina, line by line, from the figures themselves, so that no run leaves something out.
 *
 * @param {Results} results
 */
export const listWhatOthersDoBetter = ({ sizes, timings, counts }) => {
  const clients = keysOf(sizes);
  const lines = [
    ...lower('is smaller (brotli)', clients, (name) => sizes[name]?.brotli),
    ...COSTS.flatMap(([what, toFigure]) =>
      lower(what, clients, (name) => {
        const timing = timings?.timings[name];
        return timing && toFigure(timing);
      }),
    ),
    ...keysOf(counts ?? {}).flatMap((/** @type {ScenarioName} */ scenario) => {
      const of = counts?.[scenario] ?? {};
      const { title } = SCENARIOS[scenario];
      return [
        ...lower(`loses fewer events in "${title}"`, clients, (name) => of[name]?.lost),
        ...lower(`sends fewer events again in "${title}"`, clients, (name) => {
          const count = of[name];
          // A client that loses what it does not repeat is not ahead in this.
          return count && !count.lost ? count.repeated + count.doubled : undefined;
        }),
      ];
    }),
  ];
  return lines.length ? lines.join('\n') : 'In nothing that this run has measured.';
};
