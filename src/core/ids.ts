import type { Env } from './env.js';

const hex = (value: number, length: number) => value.toString(16).padStart(length, '0');

/**
 * Makes UUIDv7 (RFC 9562, section 5.7) that sort in the order of the calls, also within a millisecond and when the
 * clock goes back.
 */
export const createIds = ({ now, randomBytes }: Pick<Env, 'now' | 'randomBytes'>) => {
  let time = 0;
  let counter = 0;
  return (): string => {
    const random = [...randomBytes(9)].map((byte) => hex(byte, 2)).join('');
    if (now() > time) {
      time = now();
      // Leaves the upper half to count up in.
      counter = parseInt(random.slice(15), 16) >> 1;
    } else if (++counter > 4095) {
      time++;
      counter = 0;
    }
    return `${hex(time, 12)}7${hex(counter, 3)}a${random}`.replace(
      /(.{8})(.{4})(.{4})(.{4})(.{12}).*/,
      '$1-$2-$3-$4-$5',
    );
  };
};

/** When an id of `createIds` was made, in Unix ms. */
export const idTime = (id: string): number => parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
