import type { Units } from './fact.js';
import { isReal } from './values.js';

/**
 * Money is kept as a whole number of ten-thousandths, so sums are exact. No currency has more than four decimals, so no table of
 * currencies is needed.
 */
const UNITS = 10_000;
/** Currencies whose prices have three decimals. In any other currency, three digits after a separator are thousands. */
const THREE_DECIMALS = /BHD|IQD|JOD|KWD|LYD|OMR|TND/;

/** Converts a plain number in major units; `undefined` for anything else, and for negative numbers. */
export const fromNumber = (number: unknown): Units | undefined =>
  typeof number === 'number' && number >= 0 && number < 1e11 ? Math.round(number * UNITS) : undefined;

/**
 * Reads an amount in major units: a number, or text as shops write it (`1.234,56`, `$ 12.990`, `1,299.00`).
 * @returns `undefined` if the value is no amount, or negative
 */
export const toUnits = (value: unknown, currency = ''): Units | undefined => {
  let number = value;
  if (typeof value === 'string') {
    const digits = /-?\d[\d.,'’\s]*/.exec(value.slice(0, 50))?.[0].replace(/['’\s]/g, '') ?? '';
    const [, head = digits, separator = '', tail = ''] = /(.*)([.,])(\d*)$/.exec(digits) ?? [];
    const whole = head.replace(/[.,]/g, '');
    const isGrouped =
      tail.length === 3 &&
      (head.includes(separator) || (/^[1-9]\d{0,2}$/.test(head) && !THREE_DECIMALS.test(currency)));
    number = digits ? Number(whole + (isGrouped ? '' : '.') + tail) : undefined;
  }
  return fromNumber(number);
};

/** Reads an amount in major units from a platform's API: a number or a plain decimal, so separators need not be guessed. */
export const unitsOf = (value: unknown): Units | undefined =>
  fromNumber(typeof value === 'string' && value ? Number(value) : value);

/** Reads an amount in minor units, as a whole number or as text. `decimals` is 2 by default, which means hundredths. */
export const fromMinor = (value: unknown, decimals = 2): Units | undefined =>
  value === null || value === '' ? undefined : toUnits(Number(value) / 10 ** decimals);

/** Converts to the decimal in major units that is sent. */
export const toAmount = (units: Units): number => units / UNITS;

/** An ISO 4217 code in capitals; `undefined` if the value is none. */
export const toCurrency = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[a-z]{3}$/i.test(value) && isReal(value) ? value.toUpperCase() : undefined;
