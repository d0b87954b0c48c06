import type { Row } from '../store/store.js';

/** The columns of a download, in their order. */
const columns = [
  ...(['received_seq', 'received_at', 'tracked_at', 'business', 'id', 'action', 'session', 'user_id'] as const),
  ...([
    'user_source',
    'page_url',
    'amount',
    'currency',
    'observed_by',
    'library',
    'trusted',
    'invalid',
    'event',
  ] as const),
];

/** A spreadsheet takes a cell that begins like this for a formula (https://owasp.org/www-community/attacks/CSV_Injection, 2026-11). */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const harmless = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A line of CSV (RFC 4180). */
const line = (cells: unknown[]): string => `${cells.map(cell).join(',')}\r\n`;

export const csvHead = line([...columns]);

/** The time as people and spreadsheets read it. */
const timeOf = (seconds: number): string => {
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? String(seconds) : time.toISOString();
};

export const toCsv = (row: Row): string =>
  line(columns.map((column) => (column === 'tracked_at' ? timeOf(row.tracked_at) : row[column])));
