import { sleep } from '../wait.js';
import { CLIENTS } from './clients/index.js';
import { countEvents } from './count.js';
import { startEndpoint } from './endpoint.js';
import { SCENARIOS } from './scenarios/index.js';
import { createStage } from './stage.js';

/** @import { Browser } from '../browser/start-browser.js' */
/** @import { Shop } from '../start-shop.js' */
/** @import { ClientName } from './clients/index.js' */
/** @import { Count } from './count.js' */
/** @import { ScenarioName } from './scenarios/index.js' */

/** @typedef {Partial<Record<ScenarioName, Partial<Record<ClientName, Count>>>>} Counts */

/** Scenarios that are played at the same time. They wait nearly all the time, but each has a page of each client. */
const AT_ONCE = 5;

/** Keeps two cores so busy that other pages would be late. @type {ScenarioName[]} */
const ALONE = ['flood'];

/** How long clients wait for each other, in ms, where one of them has failed. */
const MOST = 60_000;

/** @param {number} count */
const createMeeting = (count) => {
  let missing = count;
  /** @type {() => void} */
  let begin = () => {};
  /** @type {Promise<void>} */
  const all = new Promise((resolve) => (begin = resolve));
  return () => {
    if (--missing === 0) begin();
    return Promise.race([all, sleep(MOST)]);
  };
};

/**
 * @param {{ browser: Browser, shop: Shop, folder: string, together: () => Promise<void> }} parts
 * @param {ScenarioName} scenarioName
 * @param {ClientName} clientName
 */
const play = async ({ browser, shop, folder, together }, scenarioName, clientName) => {
  const client = CLIENTS[clientName];
  const scenario = SCENARIOS[scenarioName];
  const endpoint = await startEndpoint(clientName, client, folder);
  const stage = await createStage({ browser, shop, client, endpoint, together });
  try {
    await scenario.play(stage);
    if (endpoint.unknown.size) {
      console.log(`  ${clientName} has asked for what the bench does not have: ${[...endpoint.unknown].join(', ')}`);
    }
    return countEvents(endpoint.taken, scenario.expected);
  } catch (error) {
    console.error(`  ${clientName} in "${scenario.title}": ${error instanceof Error ? error.message : error}`);
    return undefined;
  } finally {
    await stage.close();
    await endpoint.close();
  }
};

/**
 * Plays scenarios with all clients at once, so that each has the same page, the same times and the same machine.
 *
 * @param {{ browser: Browser, shop: Shop, folder: string }} parts
 * @param {ScenarioName[]} scenarios
 * @param {ClientName[]} clients
 */
export const runFaults = async (parts, scenarios, clients) => {
  /** @type {Counts} */
  const counts = {};
  /** @param {ScenarioName} name */
  const run = async (name) => {
    const began = Date.now();
    const together = createMeeting(clients.length);
    const entries = await Promise.all(
      clients.map(async (client) => /** @type {const} */ ([client, await play({ ...parts, together }, name, client)])),
    );
    counts[name] = Object.fromEntries(entries);
    const delivered = entries.map(([client, count]) => `${client} ${count?.delivered ?? '?'}`).join(', ');
    console.log(`  ${SCENARIOS[name].title}: ${delivered} (${Math.round((Date.now() - began) / 1000)} s)`);
  };

  const waiting = scenarios.filter((name) => !ALONE.includes(name));
  const next = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) await run(name);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  for (const name of scenarios.filter((name) => ALONE.includes(name))) await run(name);
  // In the order of the list, whichever ended first.
  return /** @type {Counts} */ (Object.fromEntries(scenarios.map((name) => [name, counts[name]])));
};
