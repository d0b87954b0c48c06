import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCollector } from '../../../examples/collector/start-collector.js';
import type { Collector, CollectorOptions, Fault } from '../../../examples/collector/types.d.ts';
import { readStored } from '../../support/stored-events.ts';

/** A collector that can go away, so that its port is closed, and come back with the database that it had. */
export const createRestartableCollector = async (options: CollectorOptions) => {
  const folder = await mkdtemp(join(tmpdir(), 'vitrina-e2e-'));
  const start = (port: number) =>
    startCollector({ ...options, port, database: join(folder, 'events.db'), faults: true });
  let collector: Collector = await start(0);
  const { url, port } = collector;
  /** What the ones before this one have counted. */
  const before = { posts: 0, preflights: 0, events: 0 };

  const requests = () => {
    const { posts, preflights, events, recent } = collector.requests();
    return {
      posts: before.posts + posts,
      preflights: before.preflights + preflights,
      events: before.events + events,
      /** Since it was there last. */
      recent,
    };
  };

  return {
    url,
    requests,
    fault: (fault: Fault | null) => collector.fault(fault),
    /** What its database holds; only while it is there. */
    stored: () => readStored(collector),
    /** Closes the port: from here on connections are refused. */
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
