import { createRefusalQueue, type RefusalQueue } from '../ingest/refusal-queue.js';
import { createComplaints } from '../log/complain.js';
import type { Metrics } from '../operation/metrics.js';
import { addRefusalMetrics } from '../operation/refusal-metrics.js';
import type { Options } from '../options/collector-options.js';
import { isPostgres } from '../options/is-postgres.js';
import type { Store } from '../store/store.js';
import type { DiskWatch } from './watch-disk.js';

export interface RefusalParts {
  options: Options;
  store: Store;
  disk: DiskWatch;
  metrics: Metrics;
}

/**
 * Begins to note what is refused. A process that only accepts events into a stream has a database for that only where it is
 * PostgreSQL: the stream is for what was accepted, and a flood of refusals must not fill it.
 */
export function startRefusals({ options, store, disk, metrics }: RefusalParts): RefusalQueue {
  const { role, database, logger } = options;
  const hasDatabase = role !== 'collector' || isPostgres(database);
  if (!hasDatabase) logger.info('Refused events are counted and not kept: this process has no database of its own.');
  return createRefusalQueue({
    ...{ store, options, hasDatabase },
    figures: addRefusalMetrics(metrics.registry),
    // Anybody can send more than can be noted, and nothing that was accepted is concerned.
    complain: createComplaints(logger, 'warn'),
    obstacle: disk.problem,
  });
}
