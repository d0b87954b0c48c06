import { amplitude } from './amplitude.js';
import { mixpanel } from './mixpanel.js';
import { plausible } from './plausible.js';
import { posthog } from './posthog.js';
import { rudderstack } from './rudderstack.js';
import { segment } from './segment.js';
import { snowplow } from './snowplow.js';
import { vitrina } from './vitrina.js';

/** All that is compared, by the name that `--client` takes and the file has. */
export const CLIENTS = { vitrina, segment, posthog, snowplow, mixpanel, amplitude, rudderstack, plausible };

/** @typedef {keyof typeof CLIENTS} ClientName */

export const CLIENT_NAMES = /** @type {ClientName[]} */ (Object.keys(CLIENTS));
