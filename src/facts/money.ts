import type { Units } from './fact.js';

/**
 * Inside, money is a whole number of ten-thousandths: sums are exact, and no table of currencies is needed, since none has
 * more than four decimals.
 */
const UNITS = 10_000;
/** Their prices have three decimals; in others three digits after a separator are thousands. */
const THREE_DECIMALS = /BHD|IQD|JOD|KWD|LYD|OMR|TND/;

/** Reads an amount in major units that is a plain number; `undefined` for anything else, also for negative ones. */
export const fromNumber = (number: unknown): Units | undefined =>
  typeof number === 'number' && number >= 0 && number < 1e11 ? Math.round(number * UNITS) : undefined;

/**
 * Reads an amount in major units: a number, or text as shops write it (`1.234,56`, `$ 12.990`, `1,299.00`).
 * @returns `undefined` for what is no amount, also for negative ones
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

/** An amount in major units, as a number or a plain decimal. Platforms' own APIs need none of the guesswork that pages do. */
export const unitsOf = (value: unknown): Units | undefined =>
  fromNumber(typeof value === 'string' && value ? Number(value) : value);

/** Reads an amount in minor units, by default hundredths, as platforms keep it: a whole number, or one as text. */
export const fromMinor = (value: unknown, decimals = 2): Units | undefined =>
  value === null || value === '' ? undefined : toUnits(Number(value) / 10 ** decimals);

/** The decimal that is sent. */
export const toAmount = (units: Units): number => units / UNITS;

/** ISO 4217 in capitals, or nothing. */
export const toCurrency = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[a-z]{3}$/i.test(value) ? value.toUpperCase() : undefined;
