import { hex } from '../base/digest.js';
import type { Env } from '../base/env.js';

/**
 * Creates a function that returns UUIDv7 (RFC 9562, section 5.7). They sort in the order of the calls, also within a
 * millisecond and when the clock goes back. All ids share one random end, because the count in the middle distinguishes them.
 * `secret` makes a new end, so that the id cannot be linked to earlier ids of the same browser.
 */
export const createIds = ({ now, randomBytes }: Pick<Env, 'now' | 'randomBytes'>) => {
  let time = 0;
  let count = 0;
  let tail = '';
  return (kind?: 'secret'): string => {
    if (!tail || kind) {
      const random = [...randomBytes(8)].map((byte) => hex(byte, 2)).join('');
      tail = random.replace(/.(...)/, '-a$1-');
    }
    if (++count > 4095 || now() > time) {
      time = Math.max(now(), time + 1);
      count = 0;
    }
    return `${hex(time, 12).replace(/.{8}/, '$&-')}-7${hex(count, 3)}${tail}`;
  };
};

/** Returns the time at which `createIds` made the id, in Unix ms. */
export const idTime = (id: string): number => parseInt(id.replace('-', ''), 16);
