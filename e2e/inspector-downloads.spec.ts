import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { ana, keepAna } from './support/ana.ts';
import { BUSINESS, expect, OTHER_BUSINESS, test } from './support/fixtures.ts';
import { aRecord, lines, openInspector } from './support/inspector-page.ts';

/** Clicks, and returns what the browser has saved. */
const save = async (inspector: Page, selector: string) => {
  const saving = inspector.waitForEvent('download');
  await inspector.locator(selector).click();
  const download = await saving;
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
};

test('the inspector saves what its filters find, and nothing else, as NDJSON and as CSV', async ({
  page,
  collector,
}) => {
  const formula = '=HYPERLINK("http://localhost")';
  const wanted = [
    aRecord({ action: 'order.placed', amount: 2480.5, currency: 'UYU', user_id: formula, content: { object: 'CO-1' } }),
    aRecord({ action: 'order.placed', amount: 12, currency: 'USD', trusted: true, content: { object: 'CO-2' } }),
  ];
  const earlier = { tracked_at: Date.now() / 1000 - 5 * 86_400 };
  await collector.store.put([
    ...wanted,
    aRecord(),
    aRecord({ action: 'order.placed', business: OTHER_BUSINESS }),
    aRecord({ action: 'order.placed', ...earlier }),
  ]);
  const inspector = await openInspector(page, collector, `#action=order.placed&business=${BUSINESS}`);
  await expect(lines(inspector)).toHaveCount(2);
  const ids = wanted.map(({ id }) => id).reverse();

  const ndjson = await save(inspector, 'a[data-export="ndjson"]');
  expect(ndjson.name).toMatch(/^vitrina-events-xy76ks-\d{4}-\d\d-\d\d\.ndjson$/);
  const rows = ndjson.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(rows.map(({ id }) => id)).toEqual(ids);
  expect(rows[0]).toMatchObject({ amount: 12, trusted: true, event: { object: 'CO-2' } });

  const csv = await save(inspector, 'a[data-export="csv"]');
  expect(csv.name).toMatch(/^vitrina-events-xy76ks-\d{4}-\d\d-\d\d\.csv$/);
  const [head, ...csvLines] = csv.text.trimEnd().split('\r\n');
  expect(head).toMatch(/^received_seq,received_at,tracked_at,business,id,action,/);
  expect(csvLines.map((line) => line.split(',')[4])).toEqual(ids);
  expect(csvLines[1], 'a spreadsheet computes nothing').toContain(`"'=HYPERLINK(""http://localhost"")"`);
});

test('what is searched for is saved, too', async ({ page, collector }) => {
  const found = aRecord({ content: { object_parameters: { name: 'Cinturón de cuero' } } });
  await collector.store.put([found, aRecord()]);
  const inspector = await openInspector(page, collector);
  await inspector.locator('#filter').fill('cinturon');
  await inspector.locator('#filter').press('Enter');
  await expect(lines(inspector)).toHaveCount(1);
  const { text } = await save(inspector, 'a[data-export="ndjson"]');
  expect(text.trimEnd().split('\n')).toHaveLength(1);
  expect(JSON.parse(text)).toMatchObject({ id: found.id });
});

test('the data of a person is saved whole, by all names and without what is another’s', async ({ page, collector }) => {
  const records = await keepAna(collector);
  const inspector = await openInspector(page, collector, ana.hash);
  const { name, text } = await save(inspector, '[data-download]');
  expect(name).toMatch(/^person-\d{4}-\d\d-\d\d\.json$/);
  const document = JSON.parse(text) as Record<string, Record<string, unknown>[]>;
  const hers = records.filter(({ user_id }) => user_id !== 'bruno-12').map(({ id }) => id);
  expect(document.events?.map(({ id }) => id)).toEqual(hers);
  expect(document.sessions?.map(({ session }) => session).sort()).toEqual(ana.sessions);
  expect(document.profiles?.map(({ user_id }) => user_id).sort()).toEqual(['ana-4711', 'ana-old']);
  expect(document.receipt).toMatchObject({ counts: { events: 4, sessions: 2, profiles: 2, aliases: 1 } });
});

test('the data of a visitor is saved from the timeline', async ({ page, collector }) => {
  const [session = ''] = ana.sessions;
  const mine = aRecord({ session });
  await collector.store.put([mine, aRecord({ session: String(ana.sessions[1]) })]);
  const inspector = await openInspector(page, collector, `#session=${session}`);
  const { text } = await save(inspector, '[data-download]');
  const document = JSON.parse(text) as { events: { id: string }[] };
  expect(document.events.map(({ id }) => id)).toEqual([mine.id]);
});
