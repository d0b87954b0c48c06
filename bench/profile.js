/**
 * `node bench/profile.js [start | track | burst]`: which functions of Vitrina take the time that the bench reports. Prints
 * milliseconds of their own and with all they call, summed over some pages, by the names and lines of the source.
 */
import { argv } from 'node:process';
import { toTag, withPage, withTracker } from './measure/open-page.js';
import { readPlaces } from './tasks/read-places.js';
import { sleep, waitFor } from './wait.js';
import { withBench } from './with-bench.js';

/** @import { Tab } from './browser/open-tab.js' */
/** @import { Setting } from './measure/open-page.js' */
/** @typedef {{ id: number, children?: number[], callFrame: { functionName: string, url: string, lineNumber: number, columnNumber: number } }} Node */

const PAGES = 5;
const SHOWN = 30;

/** @param {Tab} tab @param {() => Promise<unknown>} task */
const record = async (tab, task) => {
  await tab.send('Profiler.enable');
  await tab.send('Profiler.setSamplingInterval', { interval: 100 });
  await tab.send('Profiler.start');
  await task();
  return (await tab.send('Profiler.stop')).profile;
};

/** @type {Record<string, (setting: Setting) => Promise<Record<string, any>>>} */
const TASKS = {
  start: (setting) =>
    withPage(setting, (tab, page) =>
      record(tab, async () => {
        const before = setting.contestant.arrived().events;
        await page.write(toTag(setting.contestant));
        await waitFor('the first page view', () => setting.contestant.arrived().events > before);
        await sleep(500);
      }),
    ),
  track: (setting) =>
    withTracker(setting, (tab) =>
      record(tab, async () => {
        await tab.evaluate(
          `new Promise((resolve) => { let count = 0; const timer = setInterval(() => { ${setting.contestant.track}; if (++count === 100) resolve(clearInterval(timer)); }, 50); })`,
        );
        await sleep(1500);
      }),
    ),
  burst: (setting) =>
    withTracker(setting, (tab) =>
      record(tab, async () => {
        await tab.evaluate(`for (let i = 0; i < 1000; i++) ${setting.contestant.track}`);
        await sleep(4000);
      }),
    ),
};

/** @param {Record<string, any>} profile @param {(frame: Node['callFrame']) => string} toName @param {Map<string, { own: number, all: number }>} sums */
const addUp = ({ nodes, samples, timeDeltas }, toName, sums) => {
  /** @type {Map<number, number>} */
  const own = new Map();
  samples.forEach((/** @type {number} */ id, /** @type {number} */ index) => {
    own.set(id, (own.get(id) ?? 0) + (timeDeltas[index + 1] ?? 0) / 1000);
  });
  const byId = new Map(nodes.map((/** @type {Node} */ node) => [node.id, node]));
  /** @param {Node} node @param {Set<string>} above @returns {number} */
  const visit = (node, above) => {
    const name = toName(node.callFrame);
    const sum = sums.get(name) ?? { own: 0, all: 0 };
    sums.set(name, sum);
    const mine = own.get(node.id) ?? 0;
    const inside = new Set([...above, name]);
    const all = (node.children ?? []).reduce((total, id) => total + visit(byId.get(id), inside), mine);
    sum.own += mine;
    // A function that calls itself counts once.
    if (!above.has(name)) sum.all += all;
    return all;
  };
  visit(nodes[0], new Set());
};

const what = argv[2] ?? 'start';
const task = TASKS[what];
if (!task)
  throw new Error(`There is nothing to profile that is called "${what}"; use ${Object.keys(TASKS).join(', ')}.`);
const toPlace = await readPlaces();
await withBench(async ({ browser, servers, contestants }) => {
  /** @type {Map<string, { own: number, all: number }>} */
  const sums = new Map();
  for (let page = 0; page < PAGES; page++) {
    addUp(await task({ browser, servers, contestant: contestants.vitrina }), toPlace, sums);
  }
  const lines = [...sums].filter(([name]) => !/^\((root|idle)\)/.test(name));
  lines.sort(([, one], [, other]) => other.all - one.all);
  console.log(`${what}, ms a page: own  with all it calls`);
  for (const [name, { own, all }] of lines.slice(0, SHOWN)) {
    console.log(`${(own / PAGES).toFixed(2).padStart(9)} ${(all / PAGES).toFixed(2).padStart(9)}  ${name}`);
  }
});
