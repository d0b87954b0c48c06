import type { TrackerOptions } from '../types/tracker.js';
import { redactUrl } from './redact-url.js';

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
  const own = ['session', 'at', 'to', 'preview'].map((name) => prefix + name);
  const names = [...(Array.isArray(custom) ? custom : []), ...own, 'vitrina_debug'].map((name) => name.toLowerCase());
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
