import { bundleModule } from './support/bundle-module.ts';
import { BUSINESS, expect, test } from './support/fixtures.ts';
import { toDocument } from './support/page-server.ts';
import { hasDelivered, open, roundTrip, track } from './support/tracked-page.ts';

declare global {
  interface Window {
    again(): void;
  }
}

let shopModule: string;
test.beforeAll(async () => {
  shopModule = await bundleModule('./effect-shop.js');
});

test('an app whose development build stops and starts Vitrina in a row counts each page once, in one session', async ({
  page,
  context,
  site,
  collector,
  stored,
}) => {
  site.add('/shop.js', { html: shopModule, headers: { 'Content-Type': 'text/javascript' } });
  const body = `<p data-endpoint="${collector.endpoint}" data-id="${BUSINESS}"></p><script type="module" src="/shop.js"></script>`;
  await open(page, site.add('/', toDocument({ body })));
  await hasDelivered(page, stored);

  // A file was changed while the app runs.
  await page.evaluate(() => window.again());
  await track(page, 'one');
  await page.evaluate(() => {
    history.pushState({}, '', '/mates');
    window.again();
    window.again();
  });
  await hasDelivered(page, stored, 2);
  await track(page, 'two');
  await roundTrip(page, collector);
  expect(await stored.views()).toEqual(['/', '/mates']);
  expect(await stored.objects()).toEqual(['one', 'two']);
  expect(collector.requests().events, 'nothing was sent twice').toBe(4);

  const { value } = (await context.cookies()).find(({ name }) => name === 'vitrina_session') ?? {};
  const rows = await stored.rows();
  expect(new Set(rows.map(({ session }) => session))).toEqual(new Set([value]));
  expect(new Set(rows.map(({ event }) => (event.visit as { id?: string } | undefined)?.id)).size).toBe(1);
});
