import { stringify } from '../base/json.js';
import type { ServerTrackerOptions } from './types.js';

/**
 * Checks what a developer passes.
 * @throws TypeError with a sentence that names the option and says what is allowed. It never shows a key
 */
export const checkOptions = (businessId: unknown, options: ServerTrackerOptions): void => {
  const insist = (isRight: boolean, name: string, allowed: string, value: unknown) => {
    if (!isRight) throw new TypeError(`${name} must be ${allowed}; got ${stringify(value) ?? typeof value}`);
  };
  const { endpoint, key, flushAfter = 0, batchSize = 1, maxQueued = 1, onDropped } = options ?? {};
  insist(/^[\w-]{1,64}$/.test(String(businessId)), 'businessId', '1 to 64 letters, digits, _ and -', businessId);
  insist(
    /^https?:\/\/[^/]+\/.*\/events$/.test(String(endpoint)),
    'endpoint',
    'an address that ends in /v1/events',
    endpoint,
  );
  if (key === undefined || key === null || key === '') {
    throw new TypeError('key is missing; is the environment variable set?');
  }
  insist(/^vsk_[\w-]{16,}$/.test(String(key)), 'key', 'a private key, which begins with vsk_', '…');
  insist(flushAfter >= 0 && flushAfter < 60_001, 'flushAfter', '0 to 60,000 ms', flushAfter);
  insist(Number.isInteger(batchSize) && batchSize > 0 && batchSize < 101, 'batchSize', '1 to 100', batchSize);
  insist(Number.isInteger(maxQueued) && maxQueued > 0, 'maxQueued', 'a whole number above 0', maxQueued);
  insist(!onDropped || typeof onDropped === 'function', 'onDropped', 'a function', onDropped);
};
