import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { aNote } from '../test/collector/support/refusal-note.ts';
import { ana, keepAna } from './support/ana.ts';
import { expect, test } from './support/fixtures.ts';
import { aRecord, lines, openInspector } from './support/inspector-page.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  interface Window {
    axe: { run: () => Promise<{ violations: { id: string; impact: string; nodes: { target: string[] }[] }[] }> };
  }
}

/** The serious findings of axe, each with the elements that it is about. */
const seriousIn = async (inspector: Page) => {
  await inspector.evaluate(axe);
  const { violations } = await inspector.evaluate(() => window.axe.run());
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
};

const session = '5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e11';
const views: Record<string, string> = {
  list: '',
  event: '#event=xy76ks/',
  timeline: `#session=${session}`,
  visitors: '#view=visitors',
  people: '#view=people',
  person: ana.hash,
  refusals: '#view=refusals',
  'empty list': '#q=nothing&trusted=1',
};

test.describe('axe', () => {
  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [1280, 360]) {
      test(`axe finds nothing serious in any view of the inspector at ${width} px, ${scheme}`, async ({
        browser,
        collector,
        console,
      }) => {
        const context = await browser.newContext({
          viewport: { width, height: 900 },
          colorScheme: scheme,
          reducedMotion: 'reduce',
          // The inspector's own rules would keep the tool out.
          bypassCSP: true,
        });
        console.watch(context);
        test.setTimeout(240_000);
        const order = aRecord({ action: 'order.placed', amount: 12.5, currency: 'UYU', user_id: ana.user_id });
        const earlier = { tracked_at: Date.now() / 1000 - 900 };
        await collector.store.put([aRecord(earlier), order, aRecord({ action: 'cart.added' }), aRecord()]);
        await keepAna(collector);
        await collector.store.keepRefusals([aNote({ v: 1 })], { rows: 100, bytes: 1_000_000 });
        const inspector = await openInspector(await context.newPage(), collector);
        await expect(lines(inspector)).toHaveCount(9);
        for (const [name, hash] of Object.entries(views)) {
          await inspector.goto(`${collector.url}/inspector/${name === 'event' ? hash + order.id : hash}`);
          await inspector.reload();
          await expect(inspector.locator('#list')).toHaveAttribute('aria-busy', 'false');
          await expect(inspector.locator('.panel-head h2, .rows').first()).toBeAttached();
          if (name === 'refusals') await inspector.locator('summary.fold-line').click();
          expect(await seriousIn(inspector), name).toEqual([]);
        }
        await context.close();
      });
    }
  }
});
