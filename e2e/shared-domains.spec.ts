import type { Page } from '@playwright/test';
import { ANY_ORIGIN, expect, test } from './support/fixtures.ts';
import { toDocument } from './support/page-server.ts';
import { identify, open, scriptTag, track } from './support/tracked-page.ts';

/** The session, user and cookies that the page sees. */
const readVisitor = (page: Page) =>
  page.evaluate(() => ({ session: window.vitrina.session, user: window.vitrina.user?.id, cookies: document.cookie }));

test('the storefront and the checkout of one shop share visitor, visit, campaign, customer and consent', async ({
  page,
  context,
  site,
  collector,
  stored,
}) => {
  const [storefront, checkout] = ['www.tienda-ejemplo.com.uy', 'checkout.tienda-ejemplo.com.uy'];
  site.add('/', toDocument({ head: scriptTag(collector, { id: ANY_ORIGIN }) }));
  await open(page, site.toUrl('/?utm_source=mail', storefront));
  expect(await identify(page, 'c-3307')).toMatchObject({ succeeded: true });
  const { session } = await readVisitor(page);
  await expect.poll(async () => (await context.cookies()).map(({ name }) => name)).toContain('vitrina_visit');

  await open(page, site.toUrl('/', checkout));
  expect(await readVisitor(page)).toMatchObject({ session, user: 'c-3307' });
  expect(await track(page, 'checkout')).toMatchObject({ succeeded: true });
  await open(page, site.toUrl('/', storefront));
  expect(await track(page, 'storefront')).toMatchObject({ succeeded: true });
  const rows = await stored.rows();
  expect(new Set(rows.map((row) => row.session))).toEqual(new Set([session]));
  expect(new Set(rows.map(({ event }) => (event.visit as { id: string }).id)).size, 'one visit').toBe(1);
  expect(rows.map(({ event }) => event.utm_params)).toEqual(
    rows.map(() => expect.objectContaining({ source: 'mail' })),
  );
  const cookies = await context.cookies();
  expect(new Set(cookies.map(({ domain }) => domain))).toEqual(new Set(['.tienda-ejemplo.com.uy']));

  await page.evaluate(() => window.vitrina.consent('denied'));
  await open(page, site.toUrl('/', checkout));
  expect(await track(page, 'denied')).toMatchObject({ failed: true });
  expect((await context.cookies()).map(({ name }) => name)).toEqual(['vitrina_consent']);
});

/** Domains below which many merchants have their shops. The last one is a public suffix, the others are known by name. */
for (const platform of ['mitiendanube.com', 'myvtex.com', 'mercadoshops.com.ar', 'myshopify.com']) {
  test(`two shops below ${platform} do not share a visitor, but the hosts of one shop do`, async ({
    page,
    context,
    site,
    collector,
    stored,
  }) => {
    site.add('/', toDocument({ head: scriptTag(collector, { id: ANY_ORIGIN }) }));
    const [one, two] = [`a.${platform}`, `b.${platform}`];
    await open(page, site.toUrl('/?utm_source=mail', one));
    expect(await identify(page, 'c-3307')).toMatchObject({ succeeded: true });
    const first = await readVisitor(page);
    await expect.poll(() => page.evaluate(() => document.cookie)).toContain('vitrina_visit');

    await open(page, site.toUrl('/', two));
    expect(await track(page, 'two')).toMatchObject({ succeeded: true });
    const second = await readVisitor(page);
    expect(second.session).toMatch(/^[\w-]{8,64}$/);
    expect(second.session).not.toBe(first.session);
    expect(second.user).toBeUndefined();
    expect(second.cookies).not.toContain(first.session);
    const [{ event } = { event: {} }] = await stored.rows({ action: 'test.done' });
    expect(event).not.toHaveProperty('utm_params');
    expect(event).toMatchObject({ visit: { number: 1 } });

    // The other shop's visitor has not replaced this one's.
    for (const host of [one, `checkout.${one}`]) {
      await open(page, site.toUrl('/', host));
      expect(await readVisitor(page)).toMatchObject({ session: first.session, user: 'c-3307' });
    }
    const domains = (await context.cookies()).map(({ domain }) => domain);
    expect(new Set(domains)).toEqual(new Set([`.${one}`, `.${two}`]));
  });
}
