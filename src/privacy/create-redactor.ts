import type { TrackerOptions } from '../types/tracker.js';
import { redactUrl } from './redact-url.js';

/**
 * How addresses leave, by the option `redact`; an address that cannot be worked over leaves empty.
 * @param base what relative addresses are relative to
 */
export const createRedactor = (
  custom: TrackerOptions['redact'],
  prefix: string,
  base: () => string,
): ((address: string) => string) => {
  const names = [...(Array.isArray(custom) ? custom : []), `${prefix}session`, `${prefix}at`].map((name) =>
    name.toLowerCase(),
  );
  return (address) => {
    const url = address && redactUrl(address, base(), names);
    try {
      return typeof custom === 'function' ? String(custom(url)) : url;
    } catch {
      // Rather no address than one that should have been changed.
      return '';
    }
  };
};
