import type { Obstacle } from '../ingest/admission.js';
import { type CheckedBatch, createBatchReader, recordsOf } from '../ingest/check-batch.js';
import { limits } from '../ingest/limits.js';
import type { Metrics } from '../operation/metrics.js';
import type { StreamState } from '../operation/operation-route.js';
import { addStreamMetrics } from '../operation/stream-metrics.js';
import type { Options } from '../options/collector-options.js';
import { isTrustedOnly } from '../options/trusted-only.js';
import type { Store } from '../store/store.js';
import { startStream } from '../stream/start-stream.js';
import { watchBacklog } from './watch-backlog.js';
import type { DiskWatch } from './watch-disk.js';

interface KeepingParts {
  options: Options;
  store: Store;
  disk: DiskWatch;
  metrics: Metrics;
}

const onlyWrites: Obstacle = {
  parameter: 'role',
  description: 'This process stores what others accept; send the events to a collector.',
};

/** Decides how accepted events become durable: in the database, or in a stream that this or another process stores from. */
export async function startKeeping({ options, store, disk, metrics }: KeepingParts) {
  const reader = createBatchReader((id, action) => {
    const business = options.businesses[id];
    return business !== undefined && isTrustedOnly(business, action);
  });

  if (options.stream === '') {
    return {
      reader,
      keep: (batch: CheckedBatch, hasWaited = false) => store.put(recordsOf(batch), hasWaited ? 'stream' : 'direct'),
      obstacle() {
        const description = disk.problem();
        return description === undefined ? undefined : { parameter: 'disk', description };
      },
      stream: undefined,
      stop: () => {},
    };
  }

  const { role } = options;
  const stream = await startStream({ options, reader, largestBody: limits.body });
  const backlog = await watchBacklog(stream, store, options);
  const onHandled = addStreamMetrics(metrics.registry, {
    isUp: () => stream.problem() === undefined,
    backlog: backlog.seen,
  });
  const stopWriting = role === 'collector' ? undefined : stream.write({ store, obstacle: disk.problem, onHandled });
  const state: StreamState = { problem: stream.problem, backlog: backlog.seen, accepts: role !== 'writer' };
  return {
    reader,
    keep: stream.publish,
    // A full disk of the database is the writer's concern: the stream keeps what it cannot store.
    obstacle: () => (role === 'writer' ? onlyWrites : undefined),
    stream: state,
    async stop() {
      backlog.stop();
      await stopWriting?.();
      await stream.close();
    },
  };
}
