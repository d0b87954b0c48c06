import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCollector } from '../../../collector/src/index.ts';
import type { Collector, CollectorOptions, Fault } from '../../../collector/src/index.ts';
import { readStored } from '../../support/stored-events.ts';

/** Starts a collector that can be stopped, which closes its port, and started again with the same database. */
export const createRestartableCollector = async (options: CollectorOptions) => {
  const folder = await mkdtemp(join(tmpdir(), 'vitrina-e2e-'));
  const start = (port: number) =>
    startCollector({ ...options, port, database: join(folder, 'events.db'), faults: true });
  let collector: Collector = await start(0);
  const { url, port } = collector;
  /** The counts of the runs before the current one. */
  const before = { posts: 0, preflights: 0, events: 0 };

  const requests = () => {
    const { posts, preflights, events, recent } = collector.requests();
    return {
      posts: before.posts + posts,
      preflights: before.preflights + preflights,
      events: before.events + events,
      /** Since the last start. */
      recent,
    };
  };

  return {
    url,
    requests,
    fault: (fault: Fault | null) => collector.fault(fault),
    /** The events in its database. Works only while the collector runs. */
    stored: () => readStored(collector),
    /** Closes the port, so that connections are refused. */
    goAway: () => collector.close(),
    async comeBack() {
      const { posts, preflights, events } = requests();
      collector = await start(port);
      Object.assign(before, { posts, preflights, events });
    },
    async end() {
      await collector.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

export type RestartableCollector = Awaited<ReturnType<typeof createRestartableCollector>>;
