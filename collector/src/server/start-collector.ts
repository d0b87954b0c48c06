import type { Fault } from '../faults/faults.js';
import { listen } from '../http/listen.js';
import { createComplaints } from '../log/complain.js';
import { createAdmission } from '../ingest/admission.js';
import type { CollectorOptions } from '../options/collector-options.js';
import { createLiveOptions } from '../options/live-options.js';
import { createDeliverer } from '../outbound/deliver.js';
import { createEndpoints } from '../outbound/endpoints.js';
import { createPost } from '../outbound/post.js';
import { createQueuing } from '../store/outbox/queue.js';
import type { Store } from '../store/store.js';
import { chooseToken } from './choose-token.js';
import { createApp } from './create-app.js';
import { followUsage } from './follow-usage.js';
import { keepDelivering } from './keep-delivering.js';
import { keepFiring } from './keep-firing.js';
import { keepIndexing } from './keep-indexing.js';
import { keepSweeping } from './keep-sweeping.js';
import type { RequestCounts } from '../http/request-counter.js';
import { addConnectionMetrics } from '../operation/connection-metrics.js';
import { addDeliveryMetrics } from '../operation/delivery-metrics.js';
import { createMetrics } from '../operation/metrics.js';
import { openDatabase } from './open-database.js';
import { startKeeping } from './start-keeping.js';
import { startConnections, type Surroundings } from './start-connections.js';
import { startRefusals } from './start-refusals.js';
import { watchClock } from './watch-clock.js';
import { noDisk, watchDisk } from './watch-disk.js';

/** Requests that are being worked on get so long to end when the collector is closed. */
const grace = 500;

/** A running collector. */
export interface Collector {
  url: string;
  port: number;
  /** Where clients send to, without the business. */
  endpoint: string;
  /** The inspector with its token. */
  inspectorUrl: string;
  token: string;
  /** Whether the token was made at this start, so that nobody knows it yet. */
  isNewToken: boolean;
  store: Store;
  /** Plants faults for a test, or clears them; throws unless the collector was started with `faults`. */
  fault(faults?: Fault | Fault[] | null): void;
  requests(): RequestCounts;
  /**
   * Takes new options, whole, as at the start, without losing anything that is under way. What was not given then and is not now
   * has its default.
   *
   * @returns the names of options that were to change and need a restart; they stay as they are
   * @throws {TypeError} with a sentence about an option that is wrong; nothing is changed then
   */
  reload(options: CollectorOptions): string[];
  /** Finishes what is being written, then closes the database. */
  close(): Promise<void>;
}

const ownSurroundings: Surroundings = { now: Date.now, chance: Math.random };

/**
 * Starts a collector in this process.
 *
 * @param surroundings for tests: the clock and the chance of what falls due, is sent and is fetched
 * @throws {TypeError} with a sentence about an option that is wrong
 */
export async function startCollector(
  given?: CollectorOptions,
  surroundings: Partial<Surroundings> = {},
): Promise<Collector> {
  const { now, chance } = { ...ownSurroundings, ...surroundings };
  const live = createLiveOptions(given);
  const { options } = live;
  const { logger, host } = options;
  const undo: (() => unknown)[] = [];
  let closing: Promise<void> | undefined;
  const end = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  const close = () => (closing ??= end());

  async function start() {
    const endpoints = createEndpoints(options);
    const store = await openDatabase(options, [createQueuing(endpoints.forEvent, now)]);
    undo.push(store.close);
    const { token, isNew: isNewToken } = await chooseToken(store, given?.token, options);
    const log = (sentence: string) => logger.warn(sentence);
    const disk = options.role === 'collector' ? noDisk : await watchDisk(store, options, log);
    undo.push(disk.stop);
    const usage = await followUsage(store);
    undo.push(usage.stop);
    let port = 0;
    const findBusiness = (id: string | null) =>
      id !== null && Object.hasOwn(options.businesses, id) ? options.businesses[id] : undefined;
    const metrics = createMetrics(disk.seen);
    const { reader, keep, obstacle, stream, stop } = await startKeeping({ options, store, disk, metrics });
    undo.push(stop);
    const refusals = startRefusals({ options, store, disk, metrics });
    undo.push(refusals.stop);
    const connections = startConnections(options, store, { now, chance });
    undo.push(connections.stop);
    const admit = createAdmission({ findBusiness, usageOf: usage.of, obstacle });
    const { app, faults, counter } = await createApp({
      ...{ options, store, token, findBusiness, admit, disk, reader, keep, refusals, metrics, stream },
      ...{ endpoints, now, connections },
      port: () => port,
    });
    undo.push(async () => {
      const timer = setTimeout(() => app.server.closeAllConnections(), grace);
      await app.close();
      clearTimeout(timer);
    });
    port = await listen(app, { ...options, log });
    const sweeping = options.role === 'collector' ? undefined : keepSweeping(store, options);
    undo.push(() => sweeping?.stop());
    if (options.role !== 'collector') {
      undo.push(keepIndexing(store, createComplaints(logger)));
      const deliverer = createDeliverer({
        ...{ store, endpoints: endpoints.list, post: createPost(), now, random: chance, logger },
        mayBeLocal: () => options.localReceivers,
        complain: createComplaints(logger),
      });
      undo.push(keepDelivering(deliverer, store, now));
      addDeliveryMetrics(metrics.registry, () => store.endpointStates([...endpoints.list()]));
      addConnectionMetrics(metrics.registry, () => store.connections());
    }
    const firing =
      options.role === 'collector' ? undefined : keepFiring({ store, now, logger, complain: createComplaints(logger) });
    undo.push(() => firing?.stop());
    undo.push(watchClock(log));
    return { store, faults, counter, port, sweeping, firing, token, isNewToken };
  }

  const { store, faults, counter, port, sweeping, firing, token, isNewToken } = await start().catch(
    async (error: unknown) => {
      await close();
      throw error;
    },
  );
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

  return {
    url,
    port,
    endpoint: `${url}/v1/events`,
    inspectorUrl: `${url}/inspector/?token=${token}`,
    token,
    isNewToken,
    store,
    fault(planted) {
      if (!options.faults) throw new Error('The fault switches are off; start the collector with faults: true.');
      faults.plant(planted);
    },
    requests: counter.read,
    reload(next) {
      const { retentionDays, refusals } = options;
      const waiting = live.replace(next);
      for (const name of waiting)
        logger.warn(`The option ${name} cannot be changed while the collector runs; restart it.`);
      logger.info('The collector has taken its new options.');
      firing?.followRules();
      if (options.retentionDays !== retentionDays || options.refusals.days !== refusals.days) sweeping?.now();
      return waiting;
    },
    close,
  };
}
