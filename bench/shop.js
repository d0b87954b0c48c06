/**
 * `npm run bench:shop`: what the visitor of the demo shop feels of the tag, by the browser's own figures: layout shift, total blocking
 * time, interaction to next paint, each with the tag and with an empty script in its place.
 *
 *   --rounds <number>  visits of each kind, in turn; 9 by default
 */
import { chromium } from '@playwright/test';
import { loadavg } from 'node:os';
import { argv, chdir, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startCollector } from '../collector/dist/index.js';
import { startExamples } from '../examples/serve-examples.js';
import { ensureBrowser } from '../scripts/ensure-browser.js';
import { visitShop } from './measure/visit-shop.js';
import { median } from './statistics.js';

/** @import { Feelings } from './measure/visit-shop.js' */

const BUSINESS = 'xy76ks';
/** Milliseconds of blocking that the tag may add: the project's budget. */
const MORE_BLOCKING = 5;
const BOTH = /** @type {const} */ (['with', 'without']);
/** The browser rounds the duration of an interaction to 8 ms: https://www.w3.org/TR/event-timing/ (2026-11) */
const ROUNDING = 8;

const { values } = parseArgs({ args: argv.slice(2), options: { rounds: { type: 'string', default: '9' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1)
  throw new TypeError(`--rounds is "${values.rounds}"; give a whole number.`);

chdir(fileURLToPath(new URL('..', import.meta.url)));
const load = loadavg()[0]?.toFixed(1);
const collector = await startCollector({
  port: 0,
  database: ':memory:',
  businesses: { [BUSINESS]: { name: 'Demo', origins: ['*'] } },
});
const examples = await startExamples({ collector: collector.url, business: BUSINESS });
const browser = await chromium.launch({ executablePath: ensureBrowser() });
/** @type {{ with: Feelings[], without: Feelings[] }} */
const visits = { with: [], without: [] };
try {
  console.log(
    `Chromium ${browser.version()} at 4× CPU throttling, load ${load} at the start, ${rounds} visits of each kind`,
  );
  for (let round = 0; round < rounds; round++) {
    for (const kind of round % 2 ? BOTH : [...BOTH].reverse()) {
      visits[kind].push(await visitShop(browser, examples.url, kind === 'with'));
    }
  }
} finally {
  await browser.close();
  await examples.close();
  await collector.close();
}

/** @type {[what: string, pick: (feelings: Feelings) => number, most: number, unit: string][]} */
const FIGURES = [
  ['layout shift, first page', ({ first }) => first.shift, 0, ''],
  ['layout shift, cart', ({ later }) => later.shift, 0, ''],
  ['total blocking time, first page', ({ first }) => first.blocking, MORE_BLOCKING, ' ms'],
  ['total blocking time, cart', ({ later }) => later.blocking, MORE_BLOCKING, ' ms'],
  ['interaction to next paint, "Add to cart"', ({ first }) => first.interaction, ROUNDING, ' ms'],
  ['interaction to next paint, cart', ({ later }) => later.interaction, ROUNDING, ' ms'],
];
const lines = FIGURES.map(([what, pick, most, unit]) => {
  const [tagged, bare] = [visits.with, visits.without].map((all) => median(all.map(pick)));
  const more = Number(tagged) - Number(bare);
  const toText = (/** @type {number} */ value) => `${Math.round(value * 10_000) / 10_000}${unit}`;
  return {
    more,
    isMet: more <= most,
    cells: [what, toText(Number(tagged)), toText(Number(bare)), toText(more), toText(most)],
  };
});
const rows = [
  ['median', 'with the tag', 'empty script', 'more', 'at most', ''],
  ...lines.map(({ cells, isMet }) => [...cells, isMet ? 'ok' : 'OVER']),
];
console.log(`\n| ${rows[0]?.join(' | ')} |\n| ${rows[0]?.map(() => '---').join(' | ')} |`);
for (const row of rows.slice(1)) console.log(`| ${row.join(' | ')} |`);
exit(lines.every(({ isMet }) => isMet) ? 0 : 1);
