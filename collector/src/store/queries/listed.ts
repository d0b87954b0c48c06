import { sql } from 'kysely';
import type { Numbers } from '../search/numbers.js';

/** Numbers that are known, as a subquery. */
export const listed = (numbers: number[]): Numbers =>
  numbers.length === 0
    ? sql`SELECT 0 AS number WHERE 1 = 0`
    : sql`SELECT column1 AS number FROM (VALUES ${sql.join(numbers.map((number) => sql`(${sql.lit(number)})`))}) AS listed`;
