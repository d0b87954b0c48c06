import type { FastifyInstance } from 'fastify';
import { createMercadoLibre } from '../connections/mercado-libre/mercado-libre.js';
import { addMercadoLibreRoutes } from '../connections/mercado-libre/routes.js';
import type { Connector } from '../connections/platform.js';
import { runJobs } from '../connections/run-jobs.js';
import { shopify } from '../connections/shopify/shopify.js';
import { createPushedShops } from '../connections/shops/pushed-shops.js';
import { trouble } from '../connections/trouble.js';
import { addTiendanubeRoutes } from '../connections/tiendanube/routes.js';
import { createTiendanube, webhooksPath } from '../connections/tiendanube/tiendanube.js';
import { createVault } from '../connections/vault.js';
import { woocommerce } from '../connections/woocommerce/woocommerce.js';
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

/** The platforms that the options name. */
function connectorsOf(options: Options, store: Store, { now, chance }: Surroundings): Connector[] {
  const { key: text = '', mercadoLibre: ofMercadoLibre, tiendanube: ofTiendanube } = options.connections;
  const { shopify: ofShopify = [], woocommerce: ofWooCommerce = [] } = options.connections;
  const retentionDays = () => options.retentionDays;
  const isOn = (business: string) => {
    const known = options.businesses[business];
    return known !== undefined && !known.off;
  };
  const pushed = { store, now, retentionDays, isOn };
  const connectors: Connector[] = [];
  if (ofShopify.length > 0) connectors.push(createPushedShops(shopify, { shops: ofShopify, ...pushed }));
  if (ofWooCommerce.length > 0) connectors.push(createPushedShops(woocommerce, { shops: ofWooCommerce, ...pushed }));
  const key = keyBytes(text);
  if (!key) return connectors;
  const parts = { store, vault: createVault(key), now, chance, retentionDays };
  if (ofMercadoLibre) {
    const mercadoLibre = createMercadoLibre({ options: ofMercadoLibre, ...parts });
    const { platform, secret } = mercadoLibre;
    const notifications = `/connections/${platform.path}/notifications/${secret}`;
    connectors.push({
      ...mercadoLibre,
      notifications,
      toEnter: new URL(notifications, ofMercadoLibre.redirect).href,
      addRoutes: (app, more) => addMercadoLibreRoutes(app, { mercadoLibre, ...more }),
    });
  }
  if (ofTiendanube) {
    const tiendanube = createTiendanube({ options: ofTiendanube, ...parts });
    connectors.push({
      ...tiendanube,
      notifications: webhooksPath,
      addRoutes: (app, more) => addTiendanubeRoutes(app, { tiendanube, ...more }),
    });
  }
  return connectors;
}

/**
 * Begins to fetch what happens on connected accounts. Of the processes that a stream divides the work among, those that write a
 * database fetch; all take notifications.
 */
export function startConnections(options: Options, store: Store, surroundings: Surroundings): Connections {
  const { role, logger } = options;
  const connectors = connectorsOf(options, store, surroundings);
  if (connectors.length === 0) return none;
  const complain = createComplaints(logger);
  const guarded = (handle: Connector['handle']) => async (job: FetchJob) => {
    const business = options.businesses[job.business];
    if (business && !business.off) return handle(job);
    throw trouble(
      'person',
      `The business "${job.business}" is switched off, so that nothing of its accounts is fetched.`,
    );
  };
  const handlers = Object.fromEntries(connectors.map(({ platform, handle }) => [platform.kind, guarded(handle)]));
  const jobs = role === 'collector' ? undefined : runJobs({ store, handlers, ...surroundings, complain, lookEvery });
  const wake = () => jobs?.wake();

  let starting: NodeJS.Timeout | undefined;
  const start = () =>
    Promise.all(connectors.map((connector) => connector.start())).then(wake, (cause: unknown) => {
      complain('The connected accounts cannot be read; that is tried again.', cause);
      starting = setTimeout(() => void start(), startAgain);
      starting.unref();
    });
  const started = jobs ? start() : undefined;

  return {
    platforms: connectors.map(({ platform, notifications, toEnter }) => ({ ...platform, notifications, toEnter })),
    // Each in a part of its own, because each answers in its own words.
    addRoutes: (app) =>
      connectors.forEach(({ addRoutes }) => {
        void app.register(async (part) => addRoutes(part, { wake, complain: createComplaints(logger) }));
      }),
    async stop() {
      await started;
      clearTimeout(starting);
      const stopping = Promise.all(connectors.map((connector) => connector.stop()));
      await jobs?.stop();
      await stopping;
    },
  };
}
