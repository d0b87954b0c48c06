import { expect, test } from '../support/fixtures.ts';
import { open, scriptTag } from '../support/tracked-page.ts';
import { expectTold, readTold, storefrontTag } from './support/told.ts';
import type { Told } from './support/told.ts';
import { startWooCommerce } from './support/woocommerce/shop.ts';

const BY = ['woocommerce', 'woocommerce'] as const;
const TOLD: Told[] = [
  ['cart.added', '1 × 55/MATE', '1050.5 UYU', ...BY],
  ['product.viewed', '66/REM', '899 UYU', ...BY],
  ['product.viewed', '66/REM', '899 UYU', ...BY],
  ['cart.added', '1 × 66/REM-R', '899 UYU', ...BY],
  ['cart.viewed', '1 × 55/MATE, 1 × 66/REM-R', '1949.5 UYU', ...BY],
];

/** Inserts a script as a tag manager does, at once or as the page has loaded. */
const byTagManager = (tag: string, event = '') => {
  const [, src = ''] = /src="([^"]+)"/.exec(tag) ?? [];
  const insert = `document.head.append(Object.assign(document.createElement('script'), { async: true, src: '${src.replaceAll('&amp;', '&')}' }))`;
  return `<script>${event ? `addEventListener('${event}', () => ${insert})` : insert}</script>`;
};

for (const [name, toTags] of [
  [
    'the script of the theme runs before that of the tag manager',
    (theme: string, storefront: string) => theme.replace('async', '') + byTagManager(storefront, 'load'),
  ],
  [
    'the script of the tag manager runs before that of the theme',
    (theme: string, storefront: string) => storefront.replace('async', '') + byTagManager(theme, 'load'),
  ],
  [
    'the script of the theme and that of the tag manager run as they arrive',
    (theme: string, storefront: string) => byTagManager(storefront) + theme,
  ],
] as const) {
  test(`one visitor of a shop is counted once and each action once, where ${name}`, async ({
    page,
    context,
    collector,
    stored,
  }) => {
    const tag = toTags(scriptTag(collector), storefrontTag(collector));
    const site = await startWooCommerce({ tag, hasLayers: true });
    const told = (count: number) =>
      expect.poll(async () => (await readTold(stored)).length).toBeGreaterThanOrEqual(count);
    await open(page, site.toUrl('/shop/'));
    // The file of the platform loads later; the cart at that moment is the baseline of the visit.
    await page.waitForFunction(() => 'onadded_to_cart' in document.body);
    await page.click('.ajax_add_to_cart');
    await told(1);
    await open(page, site.toUrl('/product/remera/'));
    await told(2);
    await page.click('#choose');
    const loaded = page.waitForEvent('load');
    await page.click('#add');
    await loaded;
    await told(4);
    await open(page, site.toUrl('/cart/'));
    await told(5);
    // A second observer would report after the wait for stronger sources.
    await page.waitForTimeout(2_000);
    await expectTold(page, stored, TOLD);

    const paths = (await stored.views()).map((path) => path.split('?')[0]);
    expect(paths).toEqual(['/shop/', '/product/remera/', '/product/remera/', '/cart/']);
    const { value } = (await context.cookies()).find((cookie) => cookie.name === 'vitrina_session') ?? {};
    expect(new Set((await stored.rows()).map(({ session }) => session))).toEqual(new Set([value]));
    expect(collector.requests().events, 'nothing was sent twice').toBe(paths.length + TOLD.length);
    expect(await page.evaluate(() => (window.vitrina as never as { lastProduct?: object }).lastProduct)).toMatchObject({
      name: 'Remera',
    });
    await site.close();
  });
}
