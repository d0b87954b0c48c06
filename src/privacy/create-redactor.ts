import type { TrackerOptions } from '../types/tracker.js';
import { redactUrl } from './redact-url.js';

/** The parameters to remove beside those with a secret, in lower case: ours, and those that the shop names. */
export const ownParameters = (prefix: string, more: string[]): string[] =>
  [...more, ...['session', 'at', 'to', 'preview'].map((name) => prefix + name), 'vitrina_debug'].map((name) =>
    name.toLowerCase(),
  );

/**
 * Creates the function that redacts addresses before they are sent, by the option `redact`. It returns an empty text for an
 * address that cannot be redacted.
 * @param base returns the address against which relative addresses are resolved
 */
export const createRedactor = (
  custom: TrackerOptions['redact'],
  prefix: string,
  base: () => string,
): ((address: string) => string) => {
  const names = ownParameters(prefix, Array.isArray(custom) ? custom : []);
  return (address) => {
    const url = address && redactUrl(address, base(), names);
    try {
      return typeof custom === 'function' ? String(custom(url)) : url;
    } catch {
      // Send no address, because the shop wanted to change it.
      return '';
    }
  };
};
