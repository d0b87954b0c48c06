import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { EventResult } from '../ingest/receive-batch.js';

/** What is known about the disk; bytes. */
export interface DiskFigures {
  free: number;
  database: number;
}

export type Metrics = ReturnType<typeof createMetrics>;

/** Figures for Prometheus. They name businesses, but nobody's visitors. */
export function createMetrics(disk: () => DiskFigures) {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    name: 'vitrina_requests_total',
    help: 'Requests to the endpoint of events, by the status of their answer.',
    labelNames: ['status'],
    registers,
  });
  const events = new Counter({
    name: 'vitrina_events_total',
    help: 'Events, by business and by what became of them: received, duplicate or rejected.',
    labelNames: ['business', 'status'],
    registers,
  });
  const leaks = new Counter({
    name: 'vitrina_leaked_keys_total',
    help: 'Requests of pages with a private key of the business, which visitors can then read, by business.',
    labelNames: ['business'],
    registers,
  });
  const seconds = new Histogram({
    name: 'vitrina_batch_seconds',
    help: 'Time from the arrival of a request to its answer.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  new Gauge({
    name: 'vitrina_database_bytes',
    help: 'Size of the database.',
    registers,
    collect() {
      this.set(disk().database);
    },
  });
  new Gauge({
    name: 'vitrina_disk_free_bytes',
    help: 'Bytes that are free on the disk of the database; infinite where the database is elsewhere.',
    registers,
    collect() {
      this.set(disk().free);
    },
  });
  new Gauge({
    name: 'process_cpu_seconds',
    help: 'Processor time of the collector.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.set((user + system) / 1e6);
    },
  });
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Memory of the collector.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });

  return {
    /** @param milliseconds from the arrival of the request to its answer */
    countRequest(status: number, milliseconds: number): void {
      requests.inc({ status });
      seconds.observe(milliseconds / 1000);
    },
    countEvents(business: string, results: EventResult[]): void {
      for (const { status } of results) events.inc({ business, status });
    },
    /** A page has sent a private key. */
    countLeak: (business: string): void => leaks.inc({ business }),
    registry,
    read: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
