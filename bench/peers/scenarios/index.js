import { crash } from './crash.js';
import { flood } from './flood.js';
import { hidden } from './hidden.js';
import { offline } from './offline.js';
import { poison } from './poison.js';
import { reset } from './reset.js';
import { slow } from './slow.js';
import { storage } from './storage.js';
import { twoTabs } from './two-tabs.js';
import { unavailable } from './unavailable.js';

/** What goes wrong, by the name that `--scenario` takes. */
export const SCENARIOS = { offline, unavailable, reset, crash, flood, storage, poison, twoTabs, hidden, slow };

/** @typedef {keyof typeof SCENARIOS} ScenarioName */

export const SCENARIO_NAMES = /** @type {ScenarioName[]} */ (Object.keys(SCENARIOS));
