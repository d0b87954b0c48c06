import { insist } from './check.js';
import type { RefusalLimits } from './collector-options.js';

export const defaultRefusalLimits: RefusalLimits = { days: 7, rows: 10_000, bytes: 10_000_000 };

/** @throws {TypeError} with a sentence about the first mistake */
export function checkRefusals({ days, rows, bytes, ...others }: RefusalLimits): void {
  for (const [name, value] of Object.entries(others)) {
    insist(`refusals.${name}`, value, false, 'the limits of refusals are "days", "rows" and "bytes"');
  }
  insist('refusals.days', days, days >= 0 && days <= 365, 'give a number of days up to 365, 0 keeps no refusals');
  insist('refusals.rows', rows, Number.isInteger(rows) && rows > 0, 'give a whole number above 0');
  insist('refusals.bytes', bytes, bytes > 0 && Number.isFinite(bytes), 'give a number of bytes above 0');
}
