import type { RowFilter } from '../store/store.js';
import { invalid, type Query, text, whole } from './read-query.js';

/** What is typed into a search box is no book. */
const longestSearch = 500;

/** Unix seconds far beyond any event. */
const latest = 100_000_000_000;

function seconds(query: Query, name: string): number | undefined {
  const given = text(query, name);
  if (given === undefined) return undefined;
  const value = Number(given);
  if (value >= 0 && value < latest) return value;
  throw invalid(name, `The parameter ${name} is ${JSON.stringify(given)}; give Unix seconds, such as 1795262400.`);
}

function flag(query: Query, name: string): boolean | undefined {
  const given = text(query, name);
  if (given === undefined) return undefined;
  if (given === '1' || given === '0') return given === '1';
  throw invalid(name, `The parameter ${name} is ${JSON.stringify(given)}; give 1 or 0, or leave it out.`);
}

/**
 * The filter that an address names, the same for lists, pictures, figures and downloads.
 *
 * @throws {Refusal} 400
 */
export function filterOf(query: Query): RowFilter {
  const q = text(query, 'q')?.trim();
  if (q !== undefined && q.length > longestSearch) {
    throw invalid('q', `The parameter q has ${q.length} characters; search for at most ${longestSearch}.`);
  }
  const [from, to] = [seconds(query, 'from'), seconds(query, 'to')];
  if (from !== undefined && to !== undefined && from >= to) {
    throw invalid('to', 'The parameter to is not after from; give the end of the time after its beginning.');
  }
  return {
    business: text(query, 'business'),
    session: text(query, 'session'),
    action: text(query, 'action'),
    user: text(query, 'user'),
    trusted: flag(query, 'trusted'),
    invalid: flag(query, 'invalid'),
    q: q === '' ? undefined : q,
    from,
    to,
  };
}

/** The time that an address names, up to now unless it says otherwise; undefined where it names none. */
export function rangeOf(query: Query): { from: number; to: number } | undefined {
  const { from, to } = filterOf(query);
  if (from === undefined && to === undefined) return undefined;
  return { from: from ?? 0, to: to ?? Math.max(Date.now() / 1000, (from ?? 0) + 1) };
}

export const minutesOf = (query: Query): number => whole(query, 'minutes', { least: 1, most: 60 * 24 * 400 }) ?? 60;
