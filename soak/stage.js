import { chromium } from '@playwright/test';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../collector/dist/store/open-store.js';
import { startExamples } from '../examples/serve-examples.js';
import { startNats } from '../load/start-nats.js';
import { startPostgres } from '../load/start-postgres.js';
import { ensureBrowser } from '../scripts/ensure-browser.js';
import { createCollectorProcess } from './collector-process.js';
import { startPlainPages } from './plain-page.js';
import { createWriterProcess } from './writer-process.js';

export const BUSINESS = 'soak';

/** Short beside ten minutes, and long enough for visitors to come back to their carts; what comes late has no time to wait. */
const CART_LEFT = {
  kind: 'cart-abandoned',
  waitMinutes: 0.25,
  settleSeconds: 10,
  ...{ againAfterHours: 0, personAgainAfterDays: 0 },
};

/** Locks between tabs exist on the first alone, since the second is plain http: there repeats are possible. */
const HOSTS = ['localhost', 'shop.test'];

/** Two, so that one stores while the other is killed. */
const WRITERS = 2;

/**
 * A stream, and the PostgreSQL database that its writers share.
 *
 * @param {(() => unknown)[]} undo
 */
const startStream = async (undo) => {
  const { database, stop } = await startPostgres();
  undo.unshift(stop);
  const nats = await startNats();
  undo.unshift(nats.stop);
  return { database, words: ['--stream', nats.url] };
};

/**
 * Starts everything that visitors need: a browser, the shop, the plain pages, and a collector with a database in a file, or with a
 * stream and writers.
 *
 * @param {import('./options.js').SoakOptions} options of the scripts a copy is served, so that a build meanwhile changes nothing
 */
export const setStage = async ({ scripts, stream }) => {
  /** @type {(() => unknown)[]} */
  const undo = [];
  const clear = async () => {
    for (const task of undo.splice(0)) await Promise.resolve(task()).catch(() => {});
  };
  try {
    const executablePath = ensureBrowser();
    const folder = await mkdtemp(join(tmpdir(), 'vitrina-soak-'));
    undo.unshift(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
    const served = join(folder, 'scripts');
    await cp(scripts, served, { recursive: true });

    const { database, words } = stream ? await startStream(undo) : { database: join(folder, 'events.db'), words: [] };
    const config = join(folder, 'collector.json');
    await writeFile(
      config,
      JSON.stringify({
        businesses: { [BUSINESS]: { name: 'Soak', origins: ['*'], automations: { left: CART_LEFT } } },
      }),
    );
    const common = [...words, '--database', database, '--config', config];
    const role = stream ? ['--role', 'collector'] : [];
    const collector = createCollectorProcess([...common, ...role, '--scripts', served]);
    const writers = Array.from({ length: stream ? WRITERS : 0 }, () => createWriterProcess(common));
    // One after the other: the first makes the tables.
    for (const program of [collector, ...writers]) {
      process.once('exit', program.abandon);
      undo.unshift(() => process.off('exit', program.abandon));
      undo.unshift(program.stop);
      await program.start();
    }

    const names = { collector: collector.url, business: BUSINESS };
    const shop = await startExamples(names);
    undo.unshift(shop.close);
    const plain = await startPlainPages(names);
    undo.unshift(plain.close);

    const browser = await chromium.launch({
      executablePath,
      args: ['--disable-gpu', '--disable-quic', '--host-resolver-rules=MAP * 127.0.0.1'],
      // Playwright switches the back/forward cache off; visitors have it on.
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
      // The run ends in an orderly way by itself.
      ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
    });
    undo.unshift(() => browser.close());

    return {
      browser,
      collector,
      writers,
      /** Each visitor sees the two sites under one name. */
      sites: HOSTS.map((host) => ({
        shop: `http://${host}:${new URL(shop.url).port}`,
        plain: `http://${host}:${plain.port}`,
      })),
      /** What the database holds, read after the collector has ended. */
      async readRows() {
        const store = await openStore(database);
        try {
          return await store.events();
        } finally {
          await store.close();
        }
      },
      clear,
    };
  } catch (error) {
    await clear();
    throw error;
  }
};

/** @typedef {Awaited<ReturnType<typeof setStage>>} Stage */
