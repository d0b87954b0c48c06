// @vitest-environment node
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { idTime } from '../../src/events/ids.ts';
import { digest } from '../../src/base/digest.ts';
import { deriveId } from '../../src/events/derive-id.ts';
import { isUuid } from '../sandbox/support/sandbox.ts';

const times = fc.integer({ min: 0, max: 2 ** 47 });

it('the same platform event always gets the same id, a UUIDv7 that contains its time', () => {
  fc.assert(
    fc.property(fc.string(), times, fc.nat(4095), (eventId, at, count) => {
      const id = deriveId(eventId, at, count);
      expect(deriveId(eventId, at, count)).toBe(id);
      expect(isUuid(id)).toBe(true);
      expect(idTime(id)).toBe(at);
    }),
  );
});

it('derived ids sort by time, then by the count of the platform', () => {
  fc.assert(
    fc.property(times, times, fc.nat(4095), fc.nat(4095), (one, two, first, second) => {
      const ids = [deriveId('a', one, first), deriveId('b', two, second)];
      if (one < two || (one === two && first < second)) expect([...ids].sort()).toEqual(ids);
    }),
  );
});

it('the digests of a hundred thousand similar ids are unique and spread evenly over all digits', () => {
  const digests = Array.from({ length: 100_000 }, (_, index) => digest(`sh-4c7e5b1f-A1D2-${index} 0`));
  expect(new Set(digests).size).toBe(100_000);
  // An id keeps only the first 15 digits of a digest.
  expect(new Set(digests.map((one) => one.slice(0, 15))).size).toBe(100_000);
  for (let place = 0; place < 16; place++) {
    const counts = new Map<string, number>();
    for (const one of digests) counts.set(one[place] ?? '', (counts.get(one[place] ?? '') ?? 0) + 1);
    expect(Math.min(...counts.values()) / Math.max(...counts.values()), `digit ${place}`).toBeGreaterThan(0.9);
  }
});
