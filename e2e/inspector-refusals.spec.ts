import type { Page } from '@playwright/test';
import type { Collector } from '../collector/src/index.ts';
import { aNote } from '../test/collector/support/refusal-note.ts';
import { BUSINESS, expect, test } from './support/fixtures.ts';

const lines = (inspector: Page) => inspector.locator('li[data-refusal]');
const status = (inspector: Page) => inspector.locator('#refusals [role="status"]');

const anEvent = (more: object = {}) => ({
  id: crypto.randomUUID() as string,
  action: 'cart.added',
  tracked_at: Date.now() / 1000,
  ...more,
});

const aBatch = (...events: object[]) => ({ v: 1, session: '5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e11', events });

const bounds = { rows: 100, bytes: 1_000_000 };

/** Refusals as a release has noted them that did not know the action yet, one in a body of its own for each event. */
const keep = (collector: Collector, events: object[], reason = 'not_allowed:action') =>
  collector.store.keepRefusals(
    events.map((event) => ({ ...aNote(aBatch(event)), ...event, reason })),
    bounds,
  );

const openRefusals = async (page: Page, collector: Collector) => {
  await page.goto(collector.inspectorUrl);
  await expect(page.locator('#connection')).toHaveAttribute('data-status', 'live');
  await page.getByRole('link', { name: /^Refusals/ }).click();
  await expect(page.getByRole('heading', { name: 'Refusals' })).toBeFocused();
};

test('the view of refusals says why something was refused and what it was, and is empty where nothing was', async ({
  page,
  collector,
}) => {
  await openRefusals(page, collector);
  await expect(page.locator('#refusals')).toContainText('Nothing was refused');
  const hostile = `"><img src=x onerror="window.hacked=1">`;
  await fetch(`${collector.endpoint}?b=${BUSINESS}`, {
    method: 'POST',
    headers: { Origin: 'http://localhost:1' },
    body: JSON.stringify(aBatch(anEvent({ action: hostile, metadata: { note: 'a mate' } }))),
  });
  await expect(lines(page), 'what comes later is shown by itself').toHaveCount(1, { timeout: 15_000 });
  await expect(page.locator('[data-count]')).toHaveText('1');
  await lines(page).locator('summary').first().click();
  const line = lines(page).first();
  await expect(line).toContainText('give');
  await expect(line.locator('[data-json]')).toContainText('a mate');
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  await page.reload();
  await expect(lines(page), 'the address keeps the view').toHaveCount(1);
});

test('refusals are narrowed to a reason, and sent again all at once: they are stored and leave the counts', async ({
  page,
  collector,
}) => {
  const events = [anEvent(), anEvent(), anEvent()];
  await keep(collector, events);
  await keep(collector, [anEvent({ tracked_at: 'x' })], 'parameter_invalid:tracked_at');
  await openRefusals(page, collector);
  await expect(lines(page)).toHaveCount(4);
  await expect(page.locator('[data-resend-all]'), 'only for one reason').toBeHidden();
  await page.getByRole('link', { name: 'action not allowed 3' }).click();
  await expect(lines(page)).toHaveCount(3);
  await page.getByRole('button', { name: 'Send all 3 again' }).click();
  await expect(status(page)).toHaveText('3 events taken.');
  expect((await collector.store.events()).map(({ id }) => id).sort()).toEqual(events.map(({ id }) => id).sort());
  await expect(page.locator('[data-count]')).toHaveText('1');
  await lines(page).locator('summary').first().click();
  await lines(page).getByRole('link', { name: 'Open the event' }).click();
  await expect(page.locator('article[data-detail]')).toBeVisible();
});

test('one refusal is sent again, also a second time where it is refused once more, and one that was cut says why it cannot be', async ({
  page,
  collector,
}) => {
  await keep(collector, [anEvent({ tracked_at: 'yesterday' })]);
  await collector.store.keepRefusals([{ ...aNote({ cut: true }), isWhole: false, bytes: 20_000 }], bounds);
  await openRefusals(page, collector);
  await lines(page).nth(0).locator('summary').first().click();
  await expect(lines(page).nth(0)).toContainText('Only the first 12 of 20,000 bytes were kept');
  await expect(lines(page).nth(0).locator('[data-resend]')).toHaveCount(0);
  const line = lines(page).nth(1);
  await line.locator('summary').first().click();
  await line.getByRole('button', { name: 'Send again' }).click();
  await expect(status(page)).toHaveText('1 refused again (the list shows why).');
  await expect(line).toHaveAttribute('data-reason', 'parameter_invalid:tracked_at');
  await expect(line.locator('summary').first(), 'the reader stays in place').toBeFocused();
  await expect(line.getByRole('button', { name: 'Send again' })).toBeVisible();
});

test('the view of refusals is used by keyboard alone', async ({ page, collector }) => {
  await keep(collector, [anEvent(), anEvent(), anEvent()]);
  await openRefusals(page, collector);
  await expect(lines(page)).toHaveCount(3);
  const press = (...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  const focused = () =>
    page.evaluate(() => document.activeElement?.closest('[data-refusal]')?.getAttribute('data-refusal'));
  await press('Tab');
  await expect(page.getByRole('link', { name: /^All reasons/ })).toBeFocused();
  await press('Tab', 'Enter');
  await expect(page.locator('a.reason[aria-current]')).toHaveAttribute('data-reason', 'not_allowed:action');
  await expect(page.locator('a.reason[aria-current]'), 'the filter keeps the focus').toBeFocused();
  await press('Tab');
  expect(await focused()).toBe('3');
  await press('ArrowDown', 'End', 'Home', 'j', 'k', 'j');
  expect(await focused()).toBe('2');
  await press('Enter', 'Tab', 'Enter');
  await expect(status(page)).toHaveText('1 event taken.');
  await expect.poll(focused).toBe('2');
  await press('Escape');
  await expect(page.locator('#refusals')).toBeHidden();
  await expect(page.locator('#events')).toBeVisible();
});

for (const width of [360, 640, 1280]) {
  test(`the view of refusals fits into ${width} pixels with texts of any length`, async ({ page, collector }) => {
    await page.setViewportSize({ width, height: 800 });
    const long = 'x'.repeat(300);
    await keep(collector, [anEvent({ action: long })], `not_allowed:${long}`);
    await collector.store.keepRefusals([{ ...aNote({ long }), description: long, text: long, isWhole: false }], bounds);
    await openRefusals(page, collector);
    for (const summary of await page.locator('summary.fold-line').all()) await summary.click();
    await expect(page.locator('.fold-detail')).toHaveCount(2);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await expect(page.locator('#pane')).toBeHidden();
    await expect(page.locator('#sheet')).toBeHidden();
  });
}

test('a batch of the stream that could not be stored is told above the refusals, and stored by a button, once', async ({
  page,
  collector,
  stored,
}) => {
  const bury = (message: string, body: object | string) =>
    collector.store.keepDeadLetter({
      ...{ message, business: BUSINESS, reason: 'The disk was full.' },
      headers: { 'Vitrina-Version': '1', 'Vitrina-Received': String(Date.now()) },
      body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    });
  await bury('1@1', aBatch(anEvent()));
  await bury('2@1', '{"v": 1, "events": [');
  await openRefusals(page, collector);
  const notice = page.locator('#dead-letters');
  await notice.getByText('2 batches could not be stored').click();
  await notice.getByRole('button', { name: 'Store 2 batches again' }).click();
  await expect(notice.getByRole('status')).toHaveText(
    '1 event stored, 1 batch could still not be stored (the list shows why).',
  );
  expect(await stored.actions()).toEqual(['cart.added']);
  await expect(notice.locator('tbody tr')).toHaveCount(1);
  await expect(notice.locator('tbody tr')).toContainText('not JSON');
  await page.getByRole('link', { name: 'Automations' }).click();
  await expect(notice, 'one view at a time').toBeHidden();
});
