import { expect, test } from './support/fixtures.ts';
import { countQueued, isReady, open } from './support/tracked-page.ts';

test('the script-tag page reports its view, a marked element and a call', async ({
  page,
  examples,
  collector,
  stored,
}) => {
  await open(page, `${examples.url}/script-tag/`);
  await page.click('[data-test="marked"]');
  await page.click('[data-test="called"]');
  await expect.poll(() => stored.actions()).toEqual(['page.viewed', 'button.pressed', 'button.pressed']);
  expect((await stored.objects('button.pressed')).sort()).toEqual(['called', 'marked']);
  await expect.poll(() => countQueued(page)).toBe(0);
  expect(collector.requests().events).toBe(3);
});

test('the Tag Manager page reports through tags whose script elements Tag Manager rebuilds', async ({
  page,
  examples,
  stored,
}) => {
  await open(page, `${examples.url}/gtm/`);
  await expect.poll(async () => (await stored.actions()).sort()).toEqual(['page.viewed', 'template.viewed']);
  await page.click('[data-test="add-two"]');
  await page.click('[data-test="add-one"]');
  await expect.poll(() => stored.actions({ action: 'cart.added' })).toHaveLength(2);
  // The history trigger fires the tag again, which loads the script a second time.
  await page.click('[data-test="turn-page"]');
  await expect.poll(() => stored.views()).toEqual(['/gtm/', '/gtm/?page=2']);
  await page.click('[data-test="marked"]');
  await expect
    .poll(async () => (await stored.actions()).sort())
    .toEqual([
      'cart.added',
      'cart.added',
      'jug.poured',
      'page.viewed',
      'page.viewed',
      'template.viewed',
      'template.viewed',
    ]);
  const [two, one] = await stored.rows({ action: 'cart.added' });
  expect(two).toMatchObject({
    amount: 4380,
    currency: 'UYU',
    event: { object_parameters: { items: [{ quantity: 2 }] } },
  });
  expect(one).toMatchObject({ amount: 2190, event: { object_parameters: { items: [{ quantity: 1 }] } } });
  expect((await stored.rows({ action: 'template.viewed' }))[0]?.event.metadata).toEqual({ template: 'product' });
});

test('every page of the shop opens and reports its view', async ({ page, examples, stored }) => {
  const paths = [
    '/',
    '/category/mate',
    '/product/cinto-estancia',
    '/cart',
    '/checkout',
    '/thank-you',
    '/about',
    '/delivery',
  ];
  for (const path of paths) {
    await page.goto(examples.url + path);
    await isReady(page);
    await expect(page.locator('h1:visible')).toBeVisible();
  }
  // A marked link, which leads to the next page.
  await page.goto(`${examples.url}/product/cinto-estancia`);
  await isReady(page);
  await page.click('[data-test="size-guide"]');
  await page.waitForURL(/size-guide/);
  await expect.poll(() => stored.views()).toEqual([...paths, '/product/cinto-estancia', '/size-guide']);
  expect(await stored.objects('size_guide.opened')).toEqual(['cinto-estancia']);
});
