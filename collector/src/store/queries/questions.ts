import type { Kysely } from 'kysely';
import type { Dialect } from '../dialect.js';
import type { Tables } from '../tables.js';
import { createCounts } from './counts.js';
import { createFigures } from './figures.js';
import { createFunnel } from './funnel.js';
import { createReader } from './read.js';
import { createSummaries } from './summaries.js';

/** Everything that the inspector asks about events. Nothing of it changes the database. */
export const createQuestions = (db: Kysely<Tables>, dialect: Dialect) => ({
  ...createReader(db, dialect),
  ...createSummaries(db),
  ...createCounts(db, dialect),
  ...createFigures(db, dialect),
  ...createFunnel(db, dialect),
});

/** Those that may take a while in a large database. */
export const slowQuestions = [
  'page',
  'portion',
  'actions',
  'sessions',
  'timeline',
  'counts',
  'figures',
  'funnel',
] as const;

export type SlowQuestion = (typeof slowQuestions)[number];
