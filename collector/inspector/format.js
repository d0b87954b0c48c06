import { locale, wordsOf } from './language.js';
import { generalWords } from './words/general.js';

// Numbers, money and dates follow the reader's own region where its language is that of the page. The clock of the list has 24
// hours everywhere, because columns of times are read side by side.

const numbers = new Intl.NumberFormat(locale());
const clockFormat = new Intl.DateTimeFormat(locale(), {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const minuteFormat = new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const dayFormat = new Intl.DateTimeFormat(locale(), { weekday: 'short', day: 'numeric', month: 'short' });
const exactFormat = new Intl.DateTimeFormat(locale(), {
  dateStyle: 'medium',
  timeStyle: 'long',
  hourCycle: 'h23',
});
const relative = new Intl.RelativeTimeFormat(locale(), { numeric: 'always', style: 'narrow' });

/** @type {Map<string, Intl.NumberFormat | null>} */
const moneyFormats = new Map();

/** @param {string} currency */
const moneyFormat = (currency) => {
  if (!moneyFormats.has(currency)) {
    try {
      moneyFormats.set(currency, new Intl.NumberFormat(locale(), { style: 'currency', currency }));
    } catch {
      moneyFormats.set(currency, null);
    }
  }
  return moneyFormats.get(currency) ?? null;
};

/**
 * @param {unknown} amount
 * @param {unknown} currency ISO 4217; anything else is written behind the number as it came
 */
export const money = (amount, currency) => {
  if (typeof amount !== 'number' || !Number.isFinite(amount)) return '';
  if (typeof currency !== 'string' || currency === '') return numbers.format(amount);
  return moneyFormat(currency)?.format(amount) ?? `${numbers.format(amount)} ${currency}`;
};

/** @param {number} value */
export const count = (value) => numbers.format(value);

const percents = new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 1 });

/** @param {number} share of 1 */
export const percent = (share) => percents.format(share);

/**
 * @param {number} amount
 * @param {string} one
 * @param {string} [many]
 */
export const plural = (amount, one, many = `${one}s`) => `${count(amount)} ${amount === 1 ? one : many}`;

/**
 * `Intl` throws for a date that is none, and `tracked_at` comes from a visitor's clock.
 * @param {Intl.DateTimeFormat} format
 * @returns {(milliseconds: number) => string}
 */
const safely = (format) => (milliseconds) => (Math.abs(milliseconds) <= 8.64e15 ? format.format(milliseconds) : '–');

export const clock = safely(clockFormat);
export const hourMinute = safely(minuteFormat);
export const day = safely(dayFormat);
export const exactTime = safely(exactFormat);

/** @param {number} milliseconds */
export const isoTime = (milliseconds) =>
  Math.abs(milliseconds) <= 8.64e15 ? new Date(milliseconds).toISOString() : '';

/** A clock that is further off tells nothing. */
const longestSpan = 50 * 31_536_000_000;

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const units = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/**
 * @param {number} milliseconds
 * @param {number} [now]
 */
export const ago = (milliseconds, now = Date.now()) => {
  const difference = milliseconds - now;
  if (Math.abs(difference) < 2000) return wordsOf(generalWords).now;
  if (!(Math.abs(difference) < longestSpan)) return '';
  const [unit, size] = units.find(([, length]) => Math.abs(difference) >= length) ?? ['second', 1000];
  return relative.format(Math.trunc(difference / size), unit);
};

/** @param {number} milliseconds */
export const duration = (milliseconds) => {
  const seconds = milliseconds / 1000;
  if (seconds < 1) return `${Math.max(0, Math.round(milliseconds))} ms`;
  if (seconds < 10) return `${count(Math.round(seconds * 10) / 10)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 129_600) return `${count(Math.round(seconds / 360) / 10)} h`;
  const days = Math.round(seconds / 86_400);
  return wordsOf(generalWords).days(days, count(days));
};

/**
 * @param {string} id a session, business or event id: enough of it to recognise it. Its end, since ids of Vitrina begin with
 *   the time and those of one minute look alike
 */
export const shortId = (id) => (id.length > 12 ? `…${id.slice(-8)}` : id);

/**
 * @param {string} text
 * @param {number} length
 */
export const clip = (text, length) => (text.length > length ? `${text.slice(0, length).trimEnd()}…` : text);
