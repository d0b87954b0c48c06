import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import type { Stored } from '../support/stored-events.ts';
import { isReady, open } from '../support/tracked-page.ts';
import { startShopify } from './support/shopify/shop.ts';
import { startTiendanube } from './support/tiendanube/shop.ts';
import { readTold, storefrontTag } from './support/told.ts';
import { startWooCommerce } from './support/woocommerce/shop.ts';

/* The shop says to GA4 what the visitor tries to do. The cart shows later, or on the next page, whether it was done. */

interface Attempt {
  on: 'submit' | 'click';
  selector: string;
  /** What is pushed for GA4. Without it, the shop tracks the addition itself. */
  event?: 'add_to_cart' | 'remove_from_cart';
  item: { item_id: string; item_name: string; quantity?: number };
}

/** Says what the visitor tries as soon as the form is sent or the button is pressed, as tags do. */
const sayAttempts = (page: Page, attempt: Attempt) =>
  page.addInitScript(({ on, selector, event, item }: Attempt) => {
    const shop = window as unknown as { dataLayer: unknown[] };
    const say = ({ target }: Event) => {
      if (!(target as Element).matches(selector)) return;
      if (event) shop.dataLayer.push({ event, ecommerce: { items: [item] } });
      else
        void window.vitrina.track('cart.added', {
          object_parameters: { items: [{ product: { sku: item.item_id, name: item.item_name }, quantity: 1 }] },
        });
    };
    document.addEventListener(on, say, { capture: true });
  }, attempt);

/** Waits longer than any source waits for another, and than two sources may take to report the same action. */
const takeTime = async (page: Page) => {
  await page.waitForFunction(() => 'parts' in window.vitrina);
  await page.clock.runFor(7_000);
};

/** Goes to a page as a slow visitor. */
const look = async (page: Page, address: string) => {
  await open(page, address);
  await takeTime(page);
};

/** Does something that leaves the page. */
const leaveBy = async (page: Page, selector: string) => {
  const loaded = page.waitForEvent('load');
  await page.click(selector);
  await loaded;
  await isReady(page);
};

/**
 * Clicks, and waits until the page has read a cart with something in it. The clock of the page is faster than its requests, and an
 * earlier reading of the empty cart may still be on its way.
 */
const clickAndRead = async (page: Page, selector: string, path: string) => {
  const read = page.waitForResponse(async (response) => {
    if (!new URL(response.url()).pathname.endsWith(path)) return false;
    return ((await response.json()) as { items: unknown[] }).items.length > 0;
  });
  await page.click(selector);
  await (await read).finished();
  // The browser has the answer before the page does; the answer to a later request comes behind it.
  await page.evaluate(async () => (await fetch(location.href)).text());
};

/** Expects exactly these changes of the cart, even after all waits are over. */
const expectChanges = async (page: Page, stored: Stored, expected: string[]) => {
  const changes = async () =>
    (await readTold(stored))
      .filter(([action]) => /^cart\.(add|rem)/.test(action))
      .map(([action, what, , by]) => `${action} ${what} ${by}`);
  await takeTime(page);
  await page.evaluate(() => window.vitrina.flush());
  await expect.poll(changes).toEqual(expected);
};

test.beforeEach(({ page }) => page.clock.install());

const MATE = { item_id: '55', item_name: 'Mate', quantity: 1 };

test('a product form of WooCommerce that leaves the page adds once, for a slow and for a quick visitor', async ({
  page,
  collector,
  stored,
}) => {
  const site = await startWooCommerce({ tag: storefrontTag(collector) });
  await sayAttempts(page, { on: 'submit', selector: 'form.cart', event: 'add_to_cart', item: MATE });
  await look(page, site.toUrl('/product/mate/'));
  await leaveBy(page, '#add');
  await expectChanges(page, stored, ['cart.added 1 × 55/MATE ga4']);
  await leaveBy(page, '#add');
  // The file of the platform has loaded, and the visitor goes on at once.
  await page.waitForFunction(() => 'onadded_to_cart' in document.body);
  await leaveBy(page, '#add');
  await expectChanges(page, stored, Array<string>(3).fill('cart.added 1 × 55/MATE ga4'));
  await look(page, site.toUrl('/cart/'));
  await expectChanges(page, stored, Array<string>(3).fill('cart.added 1 × 55/MATE ga4'));
  await site.close();
});

test('an addition that a WooCommerce shop tracks on submit is not reported again', async ({
  page,
  collector,
  stored,
}) => {
  const site = await startWooCommerce({ tag: storefrontTag(collector) });
  await sayAttempts(page, { on: 'submit', selector: 'form.cart', item: MATE });
  await look(page, site.toUrl('/product/mate/'));
  await leaveBy(page, '#add');
  await takeTime(page);
  await leaveBy(page, '#add');
  await expectChanges(page, stored, Array<string>(2).fill('cart.added 1 × 55 manual'));
  await site.close();
});

test('a link of WooCommerce that removes a line and leaves the page removes once', async ({
  page,
  collector,
  stored,
}) => {
  const site = await startWooCommerce({ tag: storefrontTag(collector) });
  await sayAttempts(page, { on: 'click', selector: 'a.remove', event: 'remove_from_cart', item: MATE });
  await look(page, site.toUrl('/product/mate/'));
  await leaveBy(page, '#add');
  await look(page, site.toUrl('/cart/'));
  await leaveBy(page, 'a.remove');
  await expectChanges(page, stored, ['cart.added 1 × 55/MATE woocommerce', 'cart.removed 1 × 55/MATE ga4']);
  await site.close();
});

test('an addition that WooCommerce refuses is not reported, and the next one is', async ({
  page,
  collector,
  stored,
}) => {
  const site = await startWooCommerce({ tag: storefrontTag(collector) });
  await sayAttempts(page, { on: 'click', selector: '.ajax_add_to_cart', event: 'add_to_cart', item: MATE });
  await look(page, site.toUrl('/shop/'));
  await page.route('**/?wc-ajax=add_to_cart', (route) =>
    route.fulfill({ json: { error: true, product_url: site.toUrl('/product/mate/') } }),
  );
  const answered = page.waitForResponse('**/?wc-ajax=add_to_cart');
  await page.click('.ajax_add_to_cart');
  await answered;
  await expectChanges(page, stored, []);
  await page.unroute('**/?wc-ajax=add_to_cart');
  await clickAndRead(page, '.ajax_add_to_cart', '/wc/store/v1/cart');
  await expectChanges(page, stored, ['cart.added 1 × 55/MATE woocommerce']);
  await site.close();
});

const MUG = { item_id: 'shopify_FR_7002_42001', item_name: 'Mug', quantity: 1 };

test('a form of Shopify to /cart/add that leaves the page adds once', async ({ page, collector, stored }) => {
  const site = await startShopify({ tag: storefrontTag(collector) });
  await sayAttempts(page, { on: 'submit', selector: 'form', event: 'add_to_cart', item: MUG });
  for (const _ of [1, 2]) {
    await look(page, site.toUrl('/products/mug'));
    await leaveBy(page, '.full');
    await takeTime(page);
  }
  await expectChanges(page, stored, Array<string>(2).fill('cart.added 1 × 7002/42001 ga4'));
  await site.close();
});

test('an addition that Shopify answers with status 422 is not reported, however slow the answer is', async ({
  page,
  collector,
  stored,
  console,
}) => {
  console.allow(/Failed to load resource: the server responded with a status of 422/);
  const site = await startShopify({ tag: storefrontTag(collector) });
  await sayAttempts(page, { on: 'click', selector: '.many', event: 'add_to_cart', item: { ...MUG, quantity: 9999 } });
  await look(page, site.toUrl('/products/mug'));
  let answer = () => {};
  const isDue = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/cart/add', async (route) => {
    await isDue;
    await route.continue();
  });
  await page.click('.many');
  await page.clock.runFor(4_000);
  answer();
  await page.waitForFunction(() => document.body.dataset.refused === '1');
  await expectChanges(page, stored, []);
  await clickAndRead(page, '.ajax', '/cart.js');
  await expectChanges(page, stored, ['cart.added 1 × 7002/MUG shopify']);
  await site.close();
});

test('a form of Tiendanube to /comprar/ that leaves the page adds once', async ({ page, collector, stored }) => {
  const site = await startTiendanube({ tag: storefrontTag(collector) });
  const item = { item_id: '88', item_name: 'Taza', quantity: 1 };
  await sayAttempts(page, { on: 'submit', selector: '#product_form', event: 'add_to_cart', item });
  for (const _ of [1, 2]) {
    await look(page, site.toUrl('/productos/taza/'));
    await leaveBy(page, '.js-addtocart');
    await takeTime(page);
  }
  await expectChanges(page, stored, Array<string>(2).fill('cart.added 1 × 88/TAZA ga4'));
  await site.close();
});

test('an addition that Tiendanube refuses is not reported', async ({ page, collector, stored }) => {
  const site = await startTiendanube({ tag: storefrontTag(collector) });
  const item = { item_id: '77', item_name: 'Remera', quantity: 1 };
  await sayAttempts(page, { on: 'submit', selector: '#product_form', event: 'add_to_cart', item });
  await look(page, site.toUrl('/productos/remera/'));
  await page.route('**/comprar/', (route) => route.fulfill({ json: { success: false, items_of_page: [] } }));
  const answered = page.waitForResponse('**/comprar/');
  await page.click('.js-addtocart');
  await answered;
  await expectChanges(page, stored, []);
  await site.close();
});
