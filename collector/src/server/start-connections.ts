import type { FastifyInstance } from 'fastify';
import { createMercadoLibre } from '../connections/mercado-libre/mercado-libre.js';
import { addMercadoLibreRoutes } from '../connections/mercado-libre/routes.js';
import { runJobs } from '../connections/run-jobs.js';
import { trouble } from '../connections/trouble.js';
import { createVault } from '../connections/vault.js';
import type { ConnectablePlatform } from '../inspect/connections-api.js';
import { createComplaints } from '../log/complain.js';
import { keyBytes } from '../options/check-connections.js';
import type { Options } from '../options/collector-options.js';
import type { FetchJob } from '../store/connections/types.js';
import type { Store } from '../store/store.js';

/** Milliseconds between two looks for what is due; what is notified to this process is looked at once. */
const lookEvery = 500;

/** Milliseconds until it is tried again to look up the connected accounts. */
const startAgain = 5000;

/** What does not come from the collector itself. */
export interface Surroundings {
  /** Unix milliseconds. */
  now: () => number;
  /** From 0 to 1. */
  chance: () => number;
}

export interface Connections {
  platforms: ConnectablePlatform[];
  addRoutes(app: FastifyInstance): void;
  stop(): Promise<void>;
}

const none: Connections = { platforms: [], addRoutes: () => {}, stop: async () => {} };

/**
 * Begins to fetch what happens on connected accounts. Of the processes that a stream divides the work among, those that write a
 * database fetch; all take notifications.
 */
export function startConnections(options: Options, store: Store, { now, chance }: Surroundings): Connections {
  const { connections, role, logger } = options;
  const key = keyBytes(connections.key ?? '');
  if (!connections.mercadoLibre || !key) return none;
  const vault = createVault(key);
  const complain = createComplaints(logger);
  const mercadoLibre = createMercadoLibre({
    ...{ options: connections.mercadoLibre, store, vault, now, chance },
    retentionDays: () => options.retentionDays,
  });
  const handle = (job: FetchJob) => {
    const business = options.businesses[job.business];
    if (business && !business.off) return mercadoLibre.handle(job);
    throw trouble(
      'person',
      `The business "${job.business}" is switched off, so that nothing of its accounts is fetched.`,
    );
  };
  const handlers = { [mercadoLibre.platform.kind]: async (job: FetchJob) => handle(job) };
  const jobs = role === 'collector' ? undefined : runJobs({ store, handlers, now, chance, complain, lookEvery });
  const wake = () => jobs?.wake();

  let starting: NodeJS.Timeout | undefined;
  const start = () =>
    mercadoLibre.start().then(wake, (cause: unknown) => {
      complain('The connected accounts cannot be read; that is tried again.', cause);
      starting = setTimeout(() => void start(), startAgain);
      starting.unref();
    });
  const started = jobs ? start() : undefined;

  return {
    platforms: [
      {
        ...mercadoLibre.platform,
        notifications: `/connections/${mercadoLibre.platform.path}/notifications/${mercadoLibre.secret}`,
      },
    ],
    addRoutes: (app) => addMercadoLibreRoutes(app, { mercadoLibre, wake, complain: createComplaints(logger) }),
    async stop() {
      await started;
      clearTimeout(starting);
      const stopping = mercadoLibre.stop();
      await jobs?.stop();
      await stopping;
    },
  };
}
