import type { Units } from './fact.js';
import { decodeEntities, isReal } from './values.js';

/**
 * Money is kept as a whole number of ten-thousandths, so sums are exact. No currency has more than four decimals, so no table of
 * currencies is needed.
 */
const UNITS = 10_000;
/** Currencies whose prices have three decimals. In any other currency, three digits after a separator are thousands. */
const THREE_DECIMALS = /BHD|IQD|JOD|KWD|LYD|OMR|TND/;

/** Currencies that are mostly written without decimals. */
const NO_DECIMALS = /ARS|CLP|COP|CRC|HUF|IDR|ISK|JPY|KRW|PYG|UGX|UYU|VND|X[AOP]F/;

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
    // The number of an entity, such as the `36` of `&#36;`, is no amount.
    const text = decodeEntities(value.slice(0, 50));
    // In `2 x $ 500` the number behind the sign is meant. In `.99` the zero is left out; the point of `S/.25` is part of the sign.
    const [found = ''] =
      /(?<=\$\s*)[.,]?\d[\d.,'’\s]*/.exec(text) ?? /-?((?<![\p{L}/.,])[.,])?\d[\d.,'’\s]*/u.exec(text) ?? [];
    const digits = found.replace(/['’\s]/g, '');
    const [, head = digits, separator = '', tail = ''] = /(.*)([.,])(\d*)$/.exec(digits) ?? [];
    const whole = head.replace(/[.,]/g, '');
    const isGrouped =
      tail.length === 3 &&
      (head.includes(separator) || (/^[1-9]\d{0,2}$/.test(head) && !THREE_DECIMALS.test(currency)));
    number = digits ? Number(whole + (isGrouped ? '' : '.') + tail) : undefined;
  }
  return fromNumber(number);
};

export type ReadAmount = (value: unknown) => Units | undefined;

/** `12.990`, which is a decimal by the specifications of machine formats, and means thousands in some Latin American themes. */
const isDoubtful = (value: unknown): value is string =>
  typeof value === 'string' && /^\s*[1-9]\d{0,2}\.\d{3}\s*$/.test(value);

/**
 * Returns a function that reads the amounts of a machine format, where a dot is the decimal point. What `12.990` means is decided by
 * other amounts that must be near, then by the notation of the others, then by the currency, and otherwise by the specification.
 * @param amounts all amounts of the message or page, as they are written
 * @param near gives amounts that cannot differ by thousands, such as a total and the sum of its lines, read in one of the two ways
 */
export const createAmountReader = (
  currency = '',
  amounts: unknown[],
  near: (read: ReadAmount) => (Units | undefined)[] = () => [],
): ReadAmount => {
  const reader =
    (thousand: number): ReadAmount =>
    (value) =>
      isDoubtful(value) ? fromNumber(Number(value) * thousand) : toUnits(value, currency);
  const [decimal, grouped] = [reader(1), reader(1_000)];
  if (!amounts.some(isDoubtful)) return decimal;
  const distance = (read: ReadAmount) => {
    const found = near(read).filter((units): units is Units => !!units);
    return Math.log(Math.max(...found) / Math.min(...found));
  };
  const texts = amounts.filter((amount) => typeof amount === 'string').join(' ');
  const isIn = (pattern: RegExp, text = texts) => Number(pattern.test(text));
  const isGrouped =
    Math.round(distance(decimal) - distance(grouped)) ||
    isIn(/\d\.\d{3}[.,]\d|,\d\d?(?!\d)/) ||
    -isIn(/\.\d\d?(?!\d)|,\d{3}(?!\d)/) ||
    isIn(NO_DECIMALS, currency);
  return isGrouped > 0 ? grouped : decimal;
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
