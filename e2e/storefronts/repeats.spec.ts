import { expect, test } from '../support/fixtures.ts';
import { toDocument } from '../support/page-server.ts';
import { open, roundTrip } from '../support/tracked-page.ts';
import { readTold, storefrontTag } from './support/told.ts';

/** A page whose button adds to the cart, as a shop with an own data layer does: at the click, and when the server has answered. */
const ADD = `<button id="plus">+</button><script>
  window.dataLayer = [];
  function push(more) {
    dataLayer.push(Object.assign({ event: 'add_to_cart', ecommerce: { currency: 'UYU', value: 5, items: [
      { item_id: '22', item_name: 'Cup', price: 5, quantity: 1 }] } }, more));
  }
  plus.addEventListener('click', function () {
    push();
    setTimeout(push, 120, { from: 'cart' });
  });
</script>`;

test('each of ten rapid taps is reported once, though the shop announces both the click and its success', async ({
  page,
  site,
  collector,
  stored,
}) => {
  await open(page, site.add('/cup', toDocument({ head: storefrontTag(collector), body: ADD, title: 'Cup' })));
  for (let taps = 0; taps < 10; taps++) {
    await page.click('#plus');
    await page.waitForTimeout(180);
  }
  await page.waitForTimeout(2_000);
  await roundTrip(page, collector);
  await expect.poll(async () => (await readTold(stored)).length).toBeGreaterThanOrEqual(10);
  expect(await readTold(stored)).toEqual(
    Array.from({ length: 10 }, () => ['cart.added', '1 × 22', '5 UYU', 'ga4', '']),
  );
});

test('an order whose page is opened in two tabs is reported once', async ({
  page,
  context,
  site,
  collector,
  stored,
}) => {
  const body = `<script>window.dataLayer = [{ event: 'purchase', ecommerce: {
    transaction_id: 'A-77', currency: 'UYU', items: [{ item_id: '22', item_name: 'Cup', price: 5, quantity: 2 }] } }];</script>`;
  // Without its total, the order is held for a while.
  const thanks = site.add('/thanks', toDocument({ head: storefrontTag(collector), body, title: 'Thanks' }));
  const other = await context.newPage();
  await open(page, thanks);
  await open(other, thanks);
  await page.waitForTimeout(3_000);
  for (const tab of [page, other]) await roundTrip(tab, collector);
  await expect.poll(async () => (await readTold(stored)).length).toBeGreaterThanOrEqual(1);
  expect(await readTold(stored)).toEqual([['order.placed', '#A-77, 2 × 22', '10 UYU', 'ga4', '']]);
});
