import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { CLIENTS } from '../clients/index.js';
import { FOLDER } from '../install.js';
import { SCENARIOS } from '../scenarios/index.js';
import { listWhatOthersDoBetter } from './ahead.js';
import { drawBars, drawFields, toPercent } from './charts.js';
import { clientList, faultTable, keysOf, scenarioList, sizeTable, timeTable, toKilobytes } from './tables.js';

/** @import { ClientName } from '../clients/index.js' */
/** @import { Counts } from '../run-faults.js' */
/** @import { Timings } from '../run-timings.js' */
/** @import { Size } from '../bundle.js' */

/**
 * @typedef {object} Results
 * @property {string} at the day
 * @property {string} browser its name and version
 * @property {number} cores
 * @property {Partial<Record<ClientName, Size>>} sizes
 * @property {Timings} [timings]
 * @property {Counts} [counts]
 */

const DOCS = join(FOLDER, '..', '..', 'docs');
const PAGE = join(DOCS, 'compared.md');
/** The page before the first run: its text, and lines between which the run writes. */
const TEMPLATE = join(FOLDER, 'report', 'compared.md');

/** @param {string} page @param {string} name @param {string} text */
export const replacePart = (page, name, text) => {
  const [begin, end] = [`<!-- begin ${name}: written by npm run bench:peers -->`, `<!-- end ${name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/compared.md has no lines "${begin}" and "${end}".`);
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
};

/** @param {string} file @param {string} alternative */
const picture = (file, alternative) => `![${alternative}](pictures/${file})`;

/** @param {Results} results @returns {Record<string, string>} files by name */
const draw = ({ sizes, timings, counts }) => {
  const clients = keysOf(sizes);
  /** @param {(name: ClientName) => number[]} valuesOf */
  const rows = (valuesOf) =>
    clients.map((name) => ({ label: CLIENTS[name].name, values: valuesOf(name), isOurs: name === 'vitrina' }));
  /** @type {Record<string, string>} */
  const files = {
    'compared-size.svg': drawBars(
      'Size of the script, brotli',
      rows((name) => [sizes[name]?.brotli ?? 0]),
      {
        toText: toKilobytes,
      },
    ),
  };
  if (timings) {
    files['compared-time.svg'] = drawBars(
      'Main-thread time of a visit above the empty page, at 4× throttling',
      rows((name) => [timings.timings[name]?.first.median ?? 0, timings.timings[name]?.later.median ?? 0]),
      { toText: (value) => `${value.toFixed(0)} ms`, legend: ['first visit', 'later visit'] },
    );
  }
  if (counts) {
    files['compared-delivery.svg'] = drawFields(
      'Events delivered when something goes wrong',
      clients.map((name) => CLIENTS[name].name),
      keysOf(counts).map((scenario) => ({
        label: SCENARIOS[scenario].title,
        shares: clients.map((name) => {
          const count = counts[scenario]?.[name];
          return count && count.delivered / count.expected;
        }),
      })),
    );
  }
  return files;
};

/** @param {Results} results @returns {Record<string, string>} the parts of the page */
const write = (results) => {
  const { at, browser, cores, sizes, timings, counts } = results;
  const clients = keysOf(sizes);
  /** @param {(name: ClientName) => string} toText */
  const tell = (toText) => clients.map((name) => `${CLIENTS[name].name} ${toText(name)}`).join(', ');
  /** @type {Record<string, string>} */
  const parts = {
    run: `Measured on ${at} with ${browser.replace('/', ' ')} on a machine with ${cores} processor cores.`,
    sizes: [
      picture('compared-size.svg', `Size with brotli: ${tell((name) => toKilobytes(sizes[name]?.brotli ?? 0))}`),
      sizeTable(sizes),
    ].join('\n\n'),
    clients: clientList(clients),
  };
  if (timings) {
    const { timings: of } = timings;
    const alternative = tell(
      (name) => `${of[name]?.first.median.toFixed(0)} and ${of[name]?.later.median.toFixed(0)} ms`,
    );
    parts.times = [
      picture('compared-time.svg', `Main-thread time of the first and a later visit: ${alternative}`),
      timeTable(timings),
    ].join('\n\n');
  }
  if (timings && counts) parts.ahead = listWhatOthersDoBetter(results);
  if (counts) {
    const shares = keysOf(counts).map((scenario) => {
      const cells = clients.map((name) => {
        const count = counts[scenario]?.[name];
        return `${CLIENTS[name].name} ${count ? toPercent(count.delivered / count.expected) : 'not measured'}`;
      });
      return `${SCENARIOS[scenario].title}: ${cells.join(', ')}`;
    });
    parts.faults = [picture('compared-delivery.svg', `${shares.join('. ')}.`), faultTable(counts, clients)].join(
      '\n\n',
    );
    parts.scenarios = scenarioList(keysOf(counts));
  }
  return parts;
};

/**
 * Prints the tables, and after a whole run writes them with the pictures into the documentation.
 *
 * @param {Results} results
 * @param {boolean} isWhole
 */
export const writeReport = async (results, isWhole) => {
  const parts = write(results);
  const { sizes = '', times = '', faults = '' } = parts;
  for (const text of [sizes, times, faults]) {
    if (text) console.log(`\n${(await format(text.replace(/^!.*$/m, ''), { parser: 'markdown' })).trim()}`);
  }
  if (!isWhole)
    return void console.log('\nOnly a run with all clients and scenarios is written into the documentation.');
  await mkdir(join(DOCS, 'pictures'), { recursive: true });
  for (const [file, text] of Object.entries(draw(results))) await writeFile(join(DOCS, 'pictures', file), text);
  let page = await readFile(existsSync(PAGE) ? PAGE : TEMPLATE, 'utf8');
  for (const [name, text] of Object.entries(parts)) page = replacePart(page, name, text);
  const options = await resolveConfig(PAGE);
  await writeFile(PAGE, await format(page, { ...options, parser: 'markdown' }));
  console.log('\nWritten into docs/compared.md and docs/pictures.');
};
