import { expect, test as base } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCollector } from '../../collector/src/index.ts';
import type { Collector } from '../../collector/src/index.ts';
import { startExamples } from '../../examples/serve-examples.js';
import type { Examples } from '../../examples/serve-examples.js';
import { createConsoleGuard } from './console-guard.ts';
import type { ConsoleGuard } from './console-guard.ts';
import { startPageServer } from './page-server.ts';
import type { PageServer } from './page-server.ts';
import { readStored } from './stored-events.ts';
import type { Stored } from './stored-events.ts';
import { collectLog } from '../../test/collector/support/collect-log.ts';

/** The business id of the examples and of most tests. */
export const BUSINESS = 'xy76ks';
/** A second business id. Its shops may have any host name. */
export const OTHER_BUSINESS = 'qr55tz';
export const ANY_ORIGIN = 'worldwide';

const local = ['http://localhost:*', 'http://127.0.0.1:*'];

export const businesses = {
  [BUSINESS]: { name: 'The shop', origins: [...local, 'null'] },
  [OTHER_BUSINESS]: { name: 'Another account', origins: local },
  [ANY_ORIGIN]: { name: 'Shops anywhere', origins: ['*'] },
};

interface Fixtures {
  /** A collector with fault switches and a database in a file, for this test alone. */
  collector: Collector;
  stored: Stored;
  examples: Examples;
  site: PageServer;
  console: ConsoleGuard;
  /** Checks after every test that the console is empty. */
  promises: void;
}

export const test = base.extend<Fixtures>({
  collector: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'vitrina-e2e-'));
    const { sentences: complaints, logger } = collectLog('warn');
    const collector = await startCollector({
      database: join(folder, 'events.db'),
      faults: true,
      businesses,
      logger,
    });
    await use(collector);
    const { preflights } = collector.requests();
    await collector.close();
    await rm(folder, { recursive: true, force: true });
    expect(preflights, 'no request is preceded by a preflight').toBe(0);
    expect(complaints, 'the collector has nothing to complain of').toEqual([]);
  },

  stored: async ({ collector }, use) => use(readStored(collector)),

  examples: async ({ collector }, use) => {
    const examples = await startExamples({ collector: collector.url, business: BUSINESS });
    await use(examples);
    await examples.close();
  },

  site: async ({}, use) => {
    const site = await startPageServer();
    await use(site);
    await site.close();
  },

  console: async ({}, use) => use(createConsoleGuard()),

  promises: [
    // The servers are named as dependencies, so that they are closed after the pages.
    async ({ context, console, collector: _collector, examples: _examples, site: _site }, use) => {
      console.watch(context);
      await use();
      for (const page of context.pages()) await page.close();
      expect(console.noise(), 'the error console stays empty').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
