import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from './support/fixtures.ts';
import { toDocument } from './support/page-server.ts';
import { isReady, scriptTag } from './support/tracked-page.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  run: (
    context: unknown,
    options: object,
  ) => Promise<{
    violations: { id: string; nodes: { target: unknown[] }[] }[];
    passes: { nodes: { target: unknown[] }[] }[];
  }>;
}

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [1280, 360]) {
    test(`axe finds nothing in the panel at ${width} px, ${colorScheme}`, async ({
      browser,
      site,
      collector,
      console,
    }) => {
      console.allow(/^error: Failed to load resource/);
      const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
      console.watch(context);
      const page = await context.newPage();
      const early = `<script>window.vitrina = { q: [['track', ['Cart Added'], 1], ['track', ['order.placed', { amount: -1 }], 1]] }</script>`;
      const head = early + scriptTag(collector, { file: 'vitrina.storefront.js' });
      await page.goto(`${site.add('/', toDocument({ head, body: '<main><h1>Shop</h1></main>' }))}?vitrina_debug`);
      await isReady(page);
      const panel = page.locator('vitrina-panel');
      if (width < 480) await panel.getByRole('button', { name: 'Unfold the panel' }).click();
      await expect(panel.locator('.cause.bad')).toBeVisible();
      for (const name of ['Cart Added', 'page.viewed', 'order.placed'])
        await panel.getByText(name, { exact: true }).click();
      await page.evaluate(axe);
      for (const tab of ['Events', 'Observed', 'Visitor']) {
        await panel.getByRole('tab', { name: tab }).click();
        const { violations, reached } = await page.evaluate(async () => {
          const { run } = (window as unknown as { axe: Axe }).axe;
          const found = await run({ include: [['vitrina-panel']] }, { resultTypes: ['violations', 'passes'] });
          const inside = found.passes.flatMap(({ nodes }) => nodes).filter(({ target }) => Array.isArray(target[0]));
          return { violations: found.violations, reached: inside.length };
        });
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(', ')}`),
        ).toEqual([]);
        // It looks into the shadow root.
        expect(reached).toBeGreaterThan(10);
      }
      await context.close();
    });
  }
