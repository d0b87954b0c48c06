/**
 * Makes UUIDv7 (RFC 9562, section 5.7) that sort in the order of the calls, also within a millisecond and when the
 * clock goes back.
 */
export const createIds = (now: () => number, randomBytes: (count: number) => Uint8Array) => {
  let time = 0;
  let counter = 0;
  return (): string => {
    const [high = 0, low = 0, variant = 0, ...rest] = randomBytes(10);
    if (now() > time) {
      time = now();
      counter = ((high & 7) << 8) | low;
    } else if (++counter > 4095) {
      time++;
      counter = 0;
    }
    const stamp = hex(time, 12);
    const tail = [(variant & 63) | 128, ...rest].map((byte) => hex(byte, 2)).join('');
    return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${hex(counter, 3)}-${tail.slice(0, 4)}-${tail.slice(4)}`;
  };
};

const hex = (value: number, length: number) => value.toString(16).padStart(length, '0');

/** When an id of `createIds` was made, in Unix ms. */
export const idTime = (id: string): number => parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
