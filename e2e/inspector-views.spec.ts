import { expect, test } from './support/fixtures.ts';
import { ana, keepAna } from './support/ana.ts';
import { aRecord, lines, openInspector } from './support/inspector-page.ts';

const session = '5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e11';

test('an invalid event and a trusted one are marked in the list, and the panel gives the reasons', async ({
  page,
  collector,
}) => {
  const description = 'The currency is <b>none</b> of ISO 4217.';
  const invalid = [{ type: 'parameter_invalid', parameter: 'currency', description }];
  await collector.store.put([aRecord({ action: 'order.placed', trusted: true, invalid }), aRecord()]);
  const inspector = await openInspector(page, collector);
  await expect(lines(inspector)).toHaveCount(2);
  await inspector.locator('[data-filter="trusted"]').selectOption('1');
  await expect(lines(inspector)).toHaveCount(1);
  await inspector.locator('[data-filter="invalid"]').selectOption('1');
  const line = lines(inspector).first();
  await expect(line.locator('.tag-invalid')).toBeVisible();
  await expect(line.locator('.tag-trusted')).toBeVisible();
  await line.getByRole('link').first().click();
  const detail = inspector.locator('article[data-detail]');
  await expect(detail.locator('[data-invalid] li')).toHaveText(`currency ${description}`);
  await expect(detail).toContainText('A server, with a private key');
});

test('an event without marks says that a browser sent it, and shows no reasons', async ({ page, collector }) => {
  await collector.store.put([aRecord()]);
  const inspector = await openInspector(page, collector);
  await lines(inspector).first().getByRole('link').first().click();
  const detail = inspector.locator('article[data-detail]');
  await expect(detail).toContainText('anybody could have sent it');
  await expect(detail.locator('[data-invalid]')).toHaveCount(0);
  await expect(lines(inspector).locator('.tag')).toHaveCount(0);
});

test('a person is found among the people and shown with sessions, conflicts, aliases, traits and timeline', async ({
  page,
  collector,
}) => {
  await keepAna(collector);
  const inspector = await openInspector(page, collector, '#view=people');
  const asked: string[] = [];
  inspector.on('request', (request) => asked.push(request.url()));
  await inspector.getByLabel('Find a person').fill('ana');
  await expect.poll(() => asked.some((url) => /\/profiles\?q=ana&limit=50$/.test(url))).toBe(true);
  await inspector.locator('[data-profile="xy76ks/tiendanube/ana-4711"] a').click();
  const person = inspector.locator('article[data-person="xy76ks/tiendanube/ana-4711"]');
  await expect(person.locator('[data-part="sessions"] li')).toHaveCount(2);
  await expect(person.locator('[data-part="conflicts"] li')).toContainText('bruno-12');
  await expect(person.locator('[data-part="aliases"] li')).toContainText('ana-old');
  await expect(person.locator('[data-json]')).toContainText('"club"');
  await expect(person.locator('[data-json]')).toContainText('"es"');
  await expect(person.locator('[data-timeline-event]'), 'with the events of the alias').toHaveCount(4);
  await expect(inspector.locator('[data-token="user"]'), 'the list is narrowed to the person').toBeVisible();
  const download = new URL(String(await person.locator('[data-download]').getAttribute('href')));
  expect(download.pathname).toBe('/inspector/api/person');
  expect(Object.fromEntries(download.searchParams)).toEqual({
    user: 'ana-4711',
    source: 'tiendanube',
    business: 'xy76ks',
  });
  await inspector.reload();
  await expect(person).toBeVisible();
});

test('what is unfolded of a person stays unfolded and keeps the focus when more of the person arrives', async ({
  page,
  collector,
}) => {
  await keepAna(collector);
  const inspector = await openInspector(page, collector, ana.hash);
  const person = inspector.locator('article[data-person]');
  await expect(person.locator('[data-timeline-event]')).toHaveCount(4);
  const summary = person.locator('[data-json] summary').nth(1);
  await summary.focus();
  await summary.press('Enter');
  const wasOpen = await summary.evaluate((node) => node.parentElement?.hasAttribute('open'));
  await collector.store.put([aRecord({ user_id: ana.user_id, user_source: ana.source })]);
  await expect(person.locator('[data-timeline-event]')).toHaveCount(5);
  await expect(summary).toBeFocused();
  expect(await summary.evaluate((node) => node.parentElement?.hasAttribute('open'))).toBe(wasOpen);
});

test('a story shows an order once, says who has told it, and goes on with what the server told later', async ({
  page,
  collector,
}) => {
  const ago = (seconds: number) => ({ tracked_at: Date.now() / 1000 - seconds });
  const order = (action: string, seconds: number, amount: number | null, more: object = {}) =>
    aRecord({
      ...{ action, amount, currency: amount === null ? null : 'UYU', ...ago(seconds) },
      content: { object_parameters: { reference: '1001' } },
      ...more,
    });
  const told = { session: null, trusted: true, observed_by: 'tiendanube' };
  await collector.store.put([
    aRecord({ action: 'product.viewed', ...ago(20_000) }),
    order('order.placed', 19_980, null),
    order('order.placed', 19_970, 250, told),
    order('order.shipped', 9000, 250, told),
  ]);
  const inspector = await openInspector(page, collector, `#session=${session}`);
  const story = inspector.locator('[data-timeline]');
  await expect(async () => {
    await inspector.reload();
    await expect(story.locator('[data-timeline-event]')).toHaveCount(3, { timeout: 1000 });
  }).toPass();
  const placed = story.locator('[data-action="order.placed"]');
  await expect(placed).toHaveCount(1);
  await expect(placed).toContainText('250');
  await expect(placed).toContainText('told by the browser and Tiendanube');
  await expect(story.locator('[data-visit] h3').last()).toContainText('Told by Tiendanube');
  await expect(story).toContainText('3 events in 1 visit');
});

test('a visitor is erased after a question, and a receipt says what was reached', async ({ page, collector }) => {
  await collector.store.put([aRecord(), aRecord(), aRecord({ session: '5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e22' })]);
  const inspector = await openInspector(page, collector, `#session=${session}`);
  const erase = inspector.locator(`[data-erase="${session}"]`);
  await erase.click();
  await inspector.locator('[data-cancel]').click();
  expect(await collector.store.events({ session })).toHaveLength(2);
  await erase.click();
  await inspector.locator('[data-confirm]').click();
  const receipt = inspector.locator('[data-receipt]');
  await expect(receipt).toContainText('Erased2');
  await expect(receipt).toContainText('Gone from the filesyes');
  expect(await collector.store.events({ session })).toEqual([]);
  await expect(lines(inspector)).toHaveCount(1);
  await receipt.locator('[data-close]').click();
  await expect(inspector.locator('.visitor-list li')).toHaveCount(1);
});

test('a person is erased by business, platform and id, and the receipt says what went and what is left elsewhere', async ({
  page,
  collector,
}) => {
  await keepAna(collector);
  const key = { business: 'xy76ks', source: ana.source, user_id: ana.user_id };
  const inspector = await openInspector(page, collector, ana.hash);
  await inspector.locator('[data-erase]').click();
  await inspector.locator('[data-confirm]').click();
  const receipt = inspector.locator('[data-receipt]');
  for (const fact of [
    'Erased4',
    'Events4',
    'Profiles2',
    'Gone from the filesyes',
    'DatabaseThe content is overwritten',
  ]) {
    await expect(receipt).toContainText(fact);
  }
  await expect(receipt).toContainText('BackupsBackups, copies and snapshots');
  await expect(receipt).not.toContainText(/null|[{}]/);
  expect(await collector.store.profile(key)).toBeUndefined();
  expect((await collector.store.events()).map(({ user_id }) => user_id)).toEqual(['bruno-12']);
  await receipt.locator('[data-close]').click();
  await expect(lines(inspector)).toHaveCount(1);
});

test('the inspector is walked through by the keyboard alone, and the focus is never lost', async ({
  page,
  collector,
}) => {
  await keepAna(collector);
  const inspector = await openInspector(page, collector);
  await expect(lines(inspector)).toHaveCount(5);
  const press = (...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => inspector.keyboard.press(key)), Promise.resolve());
  /** Presses Tab until something that fits has the focus. */
  const tabTo = async (selector: string) => {
    for (let step = 0; step < 60; step += 1) {
      await press('Tab');
      if (await inspector.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
      expect(await inspector.evaluate(() => document.activeElement?.matches(':focus-visible') ?? false)).toBe(true);
    }
    throw new Error(`Tab never came to ${selector}.`);
  };
  const focused = () => inspector.locator(':focus');

  await press('Tab');
  await expect(focused()).toHaveText('Skip to the events');
  await press('Enter');
  await expect(focused()).toHaveText('Events');

  // The parts of the page follow each other as they are seen.
  await inspector.reload();
  await expect(lines(inspector)).toHaveCount(5);
  const stops = ['#help', '[data-range]', '[data-legend]', '.as-table summary', '#filter', '#pause'];
  stops.push('[data-filter="business"]', '[data-filter="trusted"]', '[data-filter="invalid"]');
  stops.push(
    '[data-export="ndjson"]',
    '[data-export="csv"]',
    '.row-link',
    '.row-visitor',
    '[data-view="people"]',
    '.visitor',
  );
  for (const stop of stops) await tabTo(stop);

  // Search, and take it away again.
  await press('/');
  await expect(focused()).toHaveAttribute('id', 'filter');
  await inspector.keyboard.type('cart.added');
  await press('Enter');
  await expect(lines(inspector)).toHaveCount(1);
  await press('Shift+Tab');
  await expect(focused()).toHaveAttribute('data-token', 'action');
  await press('Enter');
  await expect(lines(inspector)).toHaveCount(5);
  await expect(focused()).toHaveAttribute('id', 'filter');
  await press('Escape', 'Escape');

  // An event, its neighbour, its visitor, and back to where it began.
  await press('j', 'j', 'Enter');
  const detail = inspector.locator('article[data-detail]');
  await expect(detail.locator('h2')).toBeFocused();
  await press('j');
  await expect(detail.locator('h2')).toBeFocused();
  await tabTo('[data-timeline-link]');
  await press('Enter');
  const timeline = inspector.locator('article[data-timeline]');
  await expect(timeline.locator('[data-timeline-event] a:focus'), 'the event that was open').toHaveCount(1);
  for (const stop of ['[data-download]', '[data-erase]']) {
    await tabTo(stop);
  }
  await press('Enter');
  await expect(focused()).toHaveAttribute('data-cancel', '');
  await press('Escape');
  await expect(focused(), 'the dialog gives the focus back').toHaveAttribute('data-erase', String(ana.sessions[1]));
  await press('Escape');
  await expect(focused()).toHaveClass(/row-link/);

  // The person, from the people.
  await tabTo('[data-view="people"]');
  await press('Enter');
  await expect(inspector.locator('[data-people] h2')).toBeFocused();
  await tabTo('[data-focus="find-person"]');
  await tabTo(`[data-profile="${ana.key}"] a`);
  await press('Enter');
  const person = inspector.locator('article[data-person]');
  await expect(person.locator('h2')).toBeFocused();
  for (const stop of ['[data-part="sessions"] a', '[data-download]', '[data-erase]']) await tabTo(stop);
  await press('Escape', 'Escape');
  await expect(person).toBeHidden();

  // Pause and go on, and the help.
  await press('p');
  await expect(inspector.locator('#pause')).toHaveAttribute('aria-pressed', 'true');
  await press('p', '?');
  await expect(inspector.locator('dialog.dialog')).toBeVisible();
  await press('Escape');
  await expect(inspector.locator('dialog.dialog')).toHaveCount(0);
});

test('the keyboard stays where it is while fifty events a second arrive, and what is pressed is what opens', async ({
  page,
  collector,
}) => {
  await collector.store.put(Array.from({ length: 30 }, () => aRecord()));
  const inspector = await openInspector(page, collector);
  await expect(lines(inspector)).toHaveCount(30);
  let isOver = false;
  const flood = (async () => {
    while (!isOver) {
      await collector.store.put(Array.from({ length: 5 }, () => aRecord()));
      await new Promise((done) => setTimeout(done, 100));
    }
  })().catch(() => {
    // The collector was closed, because the test has failed.
  });
  await inspector.setViewportSize({ width: 1280, height: 1100 });
  let [x, y] = [0, 0];
  const underPointer = () =>
    inspector.evaluate(
      ([left = 0, top = 0]) => document.elementFromPoint(left, top)?.closest('li')?.dataset.eventId ?? '',
      [x, y],
    );
  // The page takes its new place first.
  await expect
    .poll(async () => {
      // Of the list, which stays in its place while its lines move on.
      const box = await inspector.locator('#list').boundingBox();
      [x, y] = [(box?.x ?? 0) + 300, (box?.y ?? 0) + 70];
      await inspector.mouse.move(x, y);
      return underPointer();
    })
    .not.toBe('');
  const id = await underPointer();
  // Many more arrive while the hand moves on the line.
  for (let step = 1; step <= 8; step += 1) {
    await inspector.mouse.move(x + step, y);
    await inspector.waitForTimeout(50);
  }
  expect(await underPointer()).toBe(id);
  await inspector.mouse.down();
  await inspector.mouse.up();
  await expect(
    inspector.locator(`article[data-detail="xy76ks/${id}"]`),
    'the line under the pointer opens',
  ).toBeVisible();
  await inspector.keyboard.press('Escape');
  await expect(inspector.locator(`li[data-event-id="${id}"] .row-link`)).toBeFocused();
  await inspector.waitForTimeout(1500);
  await expect(inspector.locator(`li[data-event-id="${id}"] .row-link`)).toBeFocused();
  await inspector.evaluate((hash) => (location.hash = hash), `#session=${session}`);
  const erase = inspector.locator(`[data-erase="${session}"]`);
  await erase.focus();
  await inspector.waitForTimeout(3000);
  await expect(inspector.locator(`[data-erase="${session}"]`), 'the panel was drawn again meanwhile').toBeFocused();
  isOver = true;
  await flood;
});
