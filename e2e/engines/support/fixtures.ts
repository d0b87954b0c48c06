import { expect, test as base } from '@playwright/test';
import { businesses } from '../../support/fixtures.ts';
import { startPageServer } from '../../support/page-server.ts';
import type { PageServer } from '../../support/page-server.ts';
import type { Driver, Engine } from './driver.ts';
import { createRestartableCollector } from './restartable-collector.ts';
import type { RestartableCollector } from './restartable-collector.ts';
import { startEngine } from './start-engine.ts';
import { collectLog } from '../../../test/collector/support/collect-log.ts';

interface Fixtures {
  /** A collector with a database in a file, for this test alone. */
  collector: RestartableCollector;
  site: PageServer;
  driver: Driver;
}

export const test = base.extend<Fixtures, { engine: Engine }>({
  engine: [
    // Playwright's `browser` fixture is not used, because it would launch a browser for a system's WebKit too.
    async ({ browserName }, use) => {
      const engine = await startEngine(browserName);
      await use(engine);
      await engine.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  collector: async ({}, use) => {
    const { sentences: complaints, logger } = collectLog('warn');
    const collector = await createRestartableCollector({ businesses, logger });
    await use(collector);
    const { preflights } = collector.requests();
    await collector.end();
    expect(preflights, 'no request is preceded by a preflight').toBe(0);
    expect(complaints, 'the collector has nothing to complain of').toEqual([]);
  },

  site: async ({}, use) => {
    const site = await startPageServer();
    await use(site);
    await site.close();
  },

  // The servers are named as dependencies, so that they are closed after the pages.
  driver: async ({ engine, collector: _collector, site: _site }, use) => {
    const driver = await engine.newDriver();
    await use(driver);
    await driver.end();
    expect(driver.console?.noise() ?? [], 'the error console stays empty').toEqual([]);
  },
});

export { expect };
