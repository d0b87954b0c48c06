import { aNote } from '../test/collector/support/refusal-note.ts';
import { ana, keepAna } from './support/ana.ts';
import { findingsIn } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { aRecord, lines, openInspector } from './support/inspector-page.ts';

const session = '5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e11';
/** Each with what shows that it is there. */
const views: Record<string, [hash: string, sign: string]> = {
  list: ['#', 'li[data-event-id]'],
  event: ['#event=xy76ks/', '#pane article[data-detail], #sheet article[data-detail]'],
  timeline: [`#session=${session}`, 'article[data-timeline]'],
  visitors: ['#view=visitors', '[data-visitor]'],
  people: ['#view=people', '[data-profile]'],
  person: [ana.hash, 'article[data-person]'],
  refusals: ['#view=refusals', 'li[data-refusal]'],
  'empty list': ['#q=nothing&trusted=1', '#list .rows-foot .hint'],
};

test.describe('axe', () => {
  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [1280, 360]) {
      test(`axe finds nothing in any view of the inspector at ${width} px, ${scheme}`, async ({
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
        for (const [name, [hash, sign]] of Object.entries(views)) {
          await inspector.goto(`${collector.url}/inspector/${name === 'event' ? hash + order.id : hash}`);
          await expect(inspector.locator('#list')).toHaveAttribute('aria-busy', 'false');
          await expect(inspector.locator(sign).first()).toBeVisible();
          if (name === 'refusals') await inspector.locator('summary.fold-line').click();
          // The colours differ alone, and contrast is the one rule that looks at them.
          expect(await findingsIn(inspector, scheme === 'dark' ? ['color-contrast'] : undefined), name).toEqual([]);
        }
        await context.close();
      });
    }
  }
});
