import { redactUrl } from './redact-url.js';
import type { TrackerOptions } from '../types/tracker.js';

/** How addresses leave, by the option `redact`; an address that cannot be worked over leaves empty. */
export const createRedaction = (custom: TrackerOptions['redact'], prefix: string): ((address: string) => string) => {
  const names = [...(Array.isArray(custom) ? custom : []), `${prefix}session`, `${prefix}at`].map((name) =>
    name.toLowerCase(),
  );
  return (address) => {
    const url = address && redactUrl(address, location.href, names);
    try {
      return typeof custom === 'function' ? String(custom(url)) : url;
    } catch {
      // Rather no address than one that should have been changed.
      return '';
    }
  };
};
