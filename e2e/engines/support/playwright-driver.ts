import type { Browser, Page } from '@playwright/test';
import { createConsoleGuard } from '../../support/console-guard.ts';
import { closeTab } from '../../support/tracked-page.ts';
import type { Driver, Tab } from './driver.ts';

export const createPlaywrightTab = (page: Page): Tab => ({
  goto: async (url) => void (await page.goto(url)),
  click: (selector) => page.click(selector),
  evaluate: (task, ...values) =>
    page.evaluate(
      // Playwright passes one value only.
      ([source, list]) => (0, eval)(`(${source})`)(...list),
      [String(task), values] as const,
    ),
  url: async () => page.url(),
  close: () => closeTab(page),
});

/** Creates a visitor with a separate browser context. */
export const createPlaywrightDriver = async (browser: Browser): Promise<Driver> => {
  const context = await browser.newContext();
  const guard = createConsoleGuard();
  guard.watch(context);
  return {
    open: async () => createPlaywrightTab(await context.newPage()),
    setOffline: (isOffline) => context.setOffline(isOffline),
    clock: {
      install: () => context.clock.install(),
      advance: (milliseconds) => context.clock.fastForward(milliseconds),
    },
    console: guard,
    end: () => context.close(),
  };
};
