import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { startExamples } from '../examples/serve-examples.js';
import type { Examples } from '../examples/serve-examples.js';
import { findingsIn } from './support/axe.ts';

/** One of each kind. The first look sees all of them, the others only what differs with the width and the colours. */
const PAGES = ['', 'install/shopify.html', 'options.html', 'es/troubleshooting.html', 'pt/', 'api/vitrina.html'];

let examples: Examples;

// The build takes half a minute, so all tests share it.
test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  test.setTimeout(300_000);
  await promisify(execFile)(process.execPath, ['scripts/docs.js']);
  examples = await startExamples({ collector: 'http://127.0.0.1:4318' });
});

test.afterAll(() => examples.close());

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 360]) {
    test(`axe finds nothing in the documentation at ${width} px, ${colorScheme}, and nothing comes from elsewhere`, async ({
      browser,
    }) => {
      // Axe is slow on long tables.
      test.setTimeout(180_000);
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme,
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      const elsewhere: string[] = [];
      page.on('request', (request) => {
        if (!request.url().startsWith(`${examples.url}/docs/`) && !request.url().startsWith('data:'))
          elsewhere.push(request.url());
      });
      const said: string[] = [];
      page.on('console', (message) => said.push(message.text()));
      for (const path of colorScheme === 'light' && width === 1280 ? PAGES : PAGES.slice(0, 3)) {
        await page.goto(`${examples.url}/docs/${path}`);
        await expect(page.locator('h1').first()).toBeVisible();
        await expect(page.getByRole('main')).toBeVisible();
        expect(await findingsIn(page), path).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `${path} scrolls sideways`).toBe(0);
      }
      expect(elsewhere).toEqual([]);
      expect(said).toEqual([]);
      await context.close();
    });
  }
}

test('the search finds a page by a word of it, and leads there', async ({ page }) => {
  await page.goto(`${examples.url}/docs/start.html`);
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('searchbox').fill('ERR_BLOCKED_BY_CLIENT');
  await page.getByRole('option').first().click();
  await expect(page).toHaveURL(/when-nothing-arrives/);
});

test('the menu of languages leads to the same page, and to the start where there is no translation', async ({
  page,
}) => {
  const choose = async (language: string) => {
    await page.getByRole('button', { name: /language|idioma/ }).hover();
    await page.getByRole('link', { name: language }).click();
  };
  await page.goto(`${examples.url}/docs/install/shopify.html`);
  await choose('Español');
  await expect(page).toHaveURL(`${examples.url}/docs/es/install/shopify.html`);
  await expect(page.locator('h1')).toContainText('Shopify');
  await page.goto(`${examples.url}/docs/delivery.html`);
  await choose('Português');
  await expect(page).toHaveURL(`${examples.url}/docs/pt/`);
  await expect(page.locator('h1')).toContainText('contado uma única vez');
});
