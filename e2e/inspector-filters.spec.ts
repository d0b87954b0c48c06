import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, OTHER_BUSINESS, test } from './support/fixtures.ts';
import { aRecord, lines, numberOf, openInspector } from './support/inspector-page.ts';

const ago = (seconds: number) => ({ tracked_at: Date.now() / 1000 - seconds });

/** What the inspector asks one of its addresses from now on, as the parameters of each request. */
const questionsTo = (inspector: Page, name: string) => {
  const asked: Record<string, string>[] = [];
  inspector.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname.endsWith(`/api/${name}`)) asked.push(Object.fromEntries(searchParams));
  });
  return asked;
};

const search = async (inspector: Page, text: string) => {
  await inspector.locator('#filter').fill(text);
  await inspector.locator('#filter').press('Enter');
  // The page first hears which actions and visitors there are: the field is empty as soon as the text is searched for.
  await expect(inspector.locator('#filter')).toHaveValue('');
};

test('list and picture of the inspector show the same span of time, and agree in number after each change of it', async ({
  page,
  collector,
}) => {
  await collector.store.put([
    ...Array.from({ length: 3 }, () => aRecord(ago(60))),
    ...Array.from({ length: 5 }, () => aRecord(ago(2 * 3600))),
    aRecord(ago(3 * 86_400)),
    aRecord(ago(40 * 86_400)),
  ]);
  const inspector = await openInspector(page, collector);
  for (const [range, count] of [
    ['1h', 3],
    ['24h', 8],
    ['7d', 9],
    ['90d', 10],
    ['15m', 3],
  ] as const) {
    await inspector.locator(`[data-range="${range}"]`).click();
    await expect(lines(inspector)).toHaveCount(count);
    await expect.poll(() => numberOf(inspector, '#total')).toBe(count);
    await expect.poll(() => numberOf(inspector, '.chart-sum strong')).toBe(count);
  }
});

test('each filter of the inspector reaches list, picture, figures and export alike, and survives a reload', async ({
  page,
  collector,
}) => {
  await collector.store.put([
    aRecord({ action: 'cart.added' }),
    aRecord({ action: 'order.placed' }),
    aRecord({ action: 'cart.added', business: OTHER_BUSINESS }),
  ]);
  const inspector = await openInspector(page, collector);
  await expect(lines(inspector)).toHaveCount(3);
  await inspector.locator('[data-legend="cart.added"]').click();
  await inspector.locator('[data-filter="business"]').selectOption('xy76ks');
  await inspector.locator('[data-filter="trusted"]').selectOption('0');
  await inspector.locator('[data-range="7d"]').click();
  await search(inspector, 'Cuareim gourd');
  await inspector.locator('[data-filter="invalid"]').selectOption('1');
  const wanted = {
    q: 'Cuareim gourd',
    action: 'cart.added',
    business: 'xy76ks',
    trusted: '0',
    invalid: '1',
  };

  const [events, counts, figures] = ['events', 'counts', 'figures'].map((name) => questionsTo(inspector, name));
  await inspector.reload();
  await expect(inspector.locator('#list')).toHaveAttribute('aria-busy', 'false');
  await expect(inspector.locator('[data-token="search"]')).toContainText('Cuareim gourd');
  await expect(inspector.locator('[data-token="action"]')).toContainText('cart.added');
  await expect(inspector.locator('[data-filter="business"]')).toHaveValue('xy76ks');
  await expect(inspector.locator('[data-filter="trusted"]')).toHaveValue('0');
  await expect(inspector.locator('[data-filter="invalid"]')).toHaveValue('1');
  await expect(inspector.locator('[data-range="7d"]')).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => figures?.length).toBeGreaterThan(0);
  expect(events?.[0]).toMatchObject({ ...wanted, from: expect.stringMatching(/^\d+$/) });
  expect(counts?.[0]).toMatchObject({ ...wanted, minutes: '10080' });
  expect(figures?.[0]).toMatchObject({ ...wanted, from: events?.[0]?.from });
  const address = await inspector.locator('a[data-export="csv"]').getAttribute('href');
  expect(Object.fromEntries(new URL(String(address)).searchParams)).toMatchObject({
    ...wanted,
    format: 'csv',
    from: events?.[0]?.from,
  });
});

test('an action that is filtered by is counted alone in the picture, too', async ({ page, collector }) => {
  await collector.store.put([aRecord({ action: 'cart.added' }), aRecord(), aRecord()]);
  const inspector = await openInspector(page, collector);
  await expect.poll(() => numberOf(inspector, '.chart-sum strong')).toBe(3);
  await inspector.locator('[data-legend="cart.added"]').click();
  await expect(lines(inspector)).toHaveCount(1);
  await expect.poll(() => numberOf(inspector, '.chart-sum strong')).toBe(1);
  await inspector.locator('[data-legend="cart.added"]').click();
  await expect(lines(inspector)).toHaveCount(3);
});

test('what is typed is searched for, also when it looks like a session, unless it is an action or a visitor that is known', async ({
  page,
  collector,
}) => {
  await collector.store.put([aRecord({ action: 'order.placed', content: { object: 'CO-GWR5XD5A' } }), aRecord()]);
  const inspector = await openInspector(page, collector);
  const asked = questionsTo(inspector, 'events');
  await search(inspector, 'CO-GWR5XD5A');
  await expect(inspector.locator('[data-token="search"]')).toBeVisible();
  expect(inspector.url()).toContain('#q=CO-GWR5XD5A');
  expect(asked.at(-1)).toMatchObject({ q: 'CO-GWR5XD5A' });
  expect(asked.at(-1)).not.toHaveProperty('session');
  await expect(lines(inspector)).toHaveCount(1);
  await expect(lines(inspector)).toHaveAttribute('data-action', 'order.placed');
  await inspector.locator('[data-token="search"]').click();
  await search(inspector, 'order.placed');
  await expect(inspector.locator('[data-token="action"]')).toBeVisible();
  await expect(lines(inspector)).toHaveCount(1);
});

test('while a text is searched for, only what the collector finds comes into the list', async ({ page, collector }) => {
  await collector.store.put([aRecord({ content: { object: 'CO-OTHER' } })]);
  const inspector = await openInspector(page, collector);
  const asked = questionsTo(inspector, 'events');
  await search(inspector, 'co-gwr5');
  await expect(lines(inspector)).toHaveCount(0);
  const before = asked.length;
  await collector.store.put([aRecord()]);
  await expect.poll(() => asked.length, 'it is looked again').toBeGreaterThan(before);
  await expect(lines(inspector)).toHaveCount(0);
  const found = aRecord({ content: { object: 'CO-GWR5XD5A' } });
  await collector.store.put([found, aRecord()]);
  await expect(lines(inspector)).toHaveCount(1);
  await expect(lines(inspector)).toHaveAttribute('data-event-id', found.id);
  await expect.poll(() => numberOf(inspector, '#total')).toBe(1);
});

test('an event from before the span of time that arrives late is not shown', async ({ page, collector }) => {
  await collector.store.put([aRecord()]);
  const inspector = await openInspector(page, collector);
  await collector.store.put([aRecord(ago(5 * 3600)), aRecord({ action: 'cart.added' })]);
  await expect(lines(inspector)).toHaveCount(2);
  expect(await numberOf(inspector, '#total')).toBe(2);
});

test('where nothing is found the inspector offers a longer span of time and to clear the filters', async ({
  page,
  collector,
}) => {
  await collector.store.put([aRecord({ action: 'cart.added', ...ago(5 * 86_400) }), aRecord()]);
  const inspector = await openInspector(page, collector, '#action=cart.added');
  await expect(lines(inspector)).toHaveCount(0);
  await inspector.getByRole('button', { name: 'Look through the last 90 days' }).click();
  await expect(lines(inspector)).toHaveCount(1);
  await inspector.locator('[data-range="15m"]').click();
  await inspector.getByRole('button', { name: 'Clear the filters' }).click();
  await expect(lines(inspector)).toHaveAttribute('data-action', 'product.viewed');
});

test('a paused inspector looks paused, stands still with all its numbers, and catches up when it goes on', async ({
  page,
  collector,
}) => {
  await collector.store.put([aRecord(), aRecord()]);
  const inspector = await openInspector(page, collector);
  await expect.poll(() => numberOf(inspector, '.chart-sum strong')).toBe(2);
  const background = () => inspector.locator('#pause').evaluate((node) => getComputedStyle(node).backgroundColor);
  const before = await background();
  await inspector.locator('#pause').click();
  await expect(inspector.locator('#pause')).toHaveAttribute('aria-pressed', 'true');
  await expect(inspector.locator('#pause')).toHaveText('Paused');
  await expect(inspector.locator('#connection')).toHaveText('Paused');
  await expect(inspector.locator('#paused')).toBeVisible();
  expect(await background()).not.toBe(before);
  expect(await inspector.title()).toMatch(/paused/);
  await collector.store.put([aRecord()]);
  await expect(inspector.locator('#held')).toHaveText('1 new event');
  await inspector.waitForTimeout(2500);
  expect(await numberOf(inspector, '#total')).toBe(2);
  expect(await numberOf(inspector, '.chart-sum strong')).toBe(2);
  await inspector.locator('#pause').click();
  await expect(lines(inspector)).toHaveCount(3);
  await expect(inspector.locator('#connection')).toHaveText('Live');
  await expect(inspector.locator('#paused')).toBeHidden();
  await expect.poll(() => numberOf(inspector, '.chart-sum strong')).toBe(3);
});

test('the inspector shows the figures of what is shown, with each currency on its own and each order once', async ({
  page,
  collector,
}) => {
  const visitors = Array.from({ length: 40 }, () => randomUUID());
  const [one, two] = visitors;
  const order = (object: string, amount: number, currency: string, more: object) =>
    aRecord({ action: 'order.placed', amount, currency, content: { object }, ...more });
  await collector.store.put([
    ...visitors.map((session) => aRecord({ session })),
    ...visitors.slice(0, 5).map((session) => aRecord({ action: 'cart.added', session })),
    order('CO-1', 2480.5, 'UYU', { session: one }),
    order('CO-1', 2480.5, 'UYU', { session: null, trusted: true }),
    order('CO-2', 12, 'USD', { session: two }),
  ]);
  const inspector = await openInspector(page, collector);
  const text = (name: string) => inspector.locator(`[data-figure="${name}"] dd`).allTextContents();
  await expect.poll(() => text('orders')).toEqual(['2']);
  expect(await text('visitors')).toEqual(['40']);
  expect(await text('carts')).toEqual(['5']);
  expect(await text('conversion')).toEqual(['5%']);
  expect((await text('revenue')).map((amount) => amount.replaceAll(/\s/g, ' '))).toEqual(['UYU 2,480.50', '$12.00']);
  await search(inspector, 'CO-2');
  await expect.poll(() => text('orders'), 'of what was searched for').toEqual(['1']);
});

test('the way to an order is told of who came by a campaign, which survives a reload and leaves the list alone', async ({
  page,
  collector,
}) => {
  const visitor = (digit: string) => ({ session: `5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e${digit.repeat(2)}` });
  const by = (campaign: string) => ({ content: { utm_params: { source: 'mail', campaign } } });
  await collector.store.put([
    aRecord({ ...visitor('1'), action: 'product.viewed', ...by('<b>spring</b>') }),
    aRecord({ ...visitor('1'), action: 'order.placed' }),
    aRecord({ ...visitor('2'), action: 'product.viewed' }),
    aRecord({ ...visitor('3'), action: 'page.viewed', ...by('summer') }),
  ]);
  const inspector = await openInspector(page, collector);
  const step = (name: string) => inspector.locator(`[data-step="${name}"]`);
  const picker = inspector.getByLabel('Campaign');
  await expect(async () => {
    await inspector.reload();
    await expect(picker.locator('option')).toHaveText(
      ['Any, or none', '<b>spring</b> (1 visitor)', 'summer (1 visitor)'],
      { timeout: 1000 },
    );
  }).toPass();
  await expect(step('product')).toContainText('2 of 3 visitors');
  await picker.selectOption('<b>spring</b>');
  await expect(step('product')).toContainText('1 of 1 visitor');
  await expect(step('order')).toContainText('1 of them');
  await inspector.reload();
  await expect(step('product')).toContainText('1 of 1 visitor');
  await expect(picker).toHaveValue('<b>spring</b>');
  await expect(lines(inspector)).toHaveCount(4);
});
