import { CLIENTS } from '../clients/index.js';
import { meanShare } from '../count.js';
import { SCENARIOS } from '../scenarios/index.js';
import { toPercent } from './charts.js';

/** @import { ClientName } from '../clients/index.js' */
/** @import { ScenarioName } from '../scenarios/index.js' */
/** @import { Count } from '../count.js' */
/** @import { Results } from './write-report.js' */

/** @param {string[]} head @param {string[][]} rows */
const toTable = (head, rows) =>
  [head, head.map((_, column) => (column ? '--:' : '---')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

/** @param {number} bytes */
export const toKilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** @param {number} ms */
const toMs = (ms) => `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;

/** @param {{ median: number, least: number, most: number }} summary */
const toSpread = ({ median, least, most }) => `${median.toFixed(0)} ms (${least.toFixed(0)} to ${most.toFixed(0)})`;

/** @template {string} T @param {Partial<Record<T, unknown>>} record @returns {T[]} */
export const keysOf = (record) => /** @type {T[]} */ (Object.keys(record));

/** @param {Results['sizes']} sizes */
export const sizeTable = (sizes) =>
  toTable(
    ['client', 'version', 'raw', 'gzip', 'brotli'],
    keysOf(sizes).map((name) => {
      const { version = '', minified = 0, gzip = 0, brotli = 0 } = sizes[name] ?? {};
      const { name: called, package: dependency } = CLIENTS[name];
      return [
        dependency ? `${called}, \`${dependency}\`` : called,
        version,
        toKilobytes(minified),
        toKilobytes(gzip),
        toKilobytes(brotli),
      ];
    }),
  );

/** @param {NonNullable<Results['timings']>} timings */
export const timeTable = ({ timings, empty }) =>
  toTable(
    ['client', 'first visit', 'later visit', 'a call', 'an event in all', 'requests an event', 'bytes an event'],
    [
      ...keysOf(timings).flatMap((name) => {
        const timing = timings[name];
        if (!timing) return [];
        const { first, later, call, perEvent, requests, bytes } = timing;
        return [
          [
            CLIENTS[name].name,
            toSpread(first),
            toSpread(later),
            toMs(call),
            toMs(perEvent),
            requests.toFixed(2),
            bytes.toFixed(0),
          ],
        ];
      }),
      ['_the page with an empty script_', toSpread(empty.first), toSpread(empty.later), '', '', '', ''],
    ],
  );

/** @param {Count | undefined} count */
export const toCell = (count) => {
  if (!count) return '';
  const { delivered, expected, repeated, doubled } = count;
  const notes = [doubled && `${doubled} doubled`, repeated && `${repeated} repeated`].filter(Boolean);
  return [delivered === expected ? `**${delivered}**` : `${delivered} of ${expected}`, ...notes].join(', ');
};

/** @param {NonNullable<Results['counts']>} counts @param {ClientName[]} clients */
export const faultTable = (counts, clients) => {
  const scenarios = keysOf(counts);
  /** @param {ClientName} name */
  const countsOf = (name) =>
    scenarios.flatMap((/** @type {ScenarioName} */ scenario) => counts[scenario]?.[name] ?? []);
  return toTable(
    ['scenario', ...clients.map((name) => CLIENTS[name].name)],
    [
      ...scenarios.map((scenario) => [
        SCENARIOS[scenario].title,
        ...clients.map((name) => toCell(counts[scenario]?.[name])),
      ]),
      ['_mean of the scenarios_', ...clients.map((name) => toPercent(meanShare(countsOf(name))))],
    ],
  );
};

/** What happens in each scenario. @param {ScenarioName[]} scenarios */
export const scenarioList = (scenarios) =>
  scenarios.map((name) => `- **${SCENARIOS[name].title}.** ${SCENARIOS[name].told}`).join('\n');

/** How each client was set up. @param {ClientName[]} clients */
export const clientList = (clients) =>
  clients.map((name) => `- **${CLIENTS[name].name}.** ${CLIENTS[name].configured}`).join('\n');
