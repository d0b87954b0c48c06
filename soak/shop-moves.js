import { categories, products } from '../examples/shop/public/catalogue.js';

/** @import { Page } from '@playwright/test' */
/** @import { Random } from './random.js' */

const CLICKABLE =
  'promo cart-link category-link product-link variant add-to-cart buy-now favourite size-guide cart-remove checkout'.split(
    ' ',
  );
const CUSTOMER = {
  name: 'Ana Pereira',
  email: 'ana@example.com',
  phone: '+598 99 123 456',
  address: 'Calle Real 10',
  city: 'Colonia',
};

/** @param {string} name */
const hook = (name) => `[data-test="${name}"]`;

/** Any page of the shop. @param {Random} random */
export const anyShopPath = (random) =>
  random.pick([
    '/',
    `/category/${random.pick(categories).slug}`,
    `/product/${random.pick(products).slug}`,
    `/product/${random.pick(products).slug}`,
    '/cart',
    '/about',
    '/size-guide',
  ]);

/** Clicks on something that the page offers. @param {Page} page @param {Random} random */
export const clickSomething = async (page, random) => {
  const offered = await page.$$eval('[data-test], #marked, #here', (elements) =>
    elements
      .filter((element) => element.checkVisibility())
      .map((element) => element.getAttribute('data-test') ?? element.id),
  );
  const name = random.pick(
    [...new Set(offered)].filter((one) => CLICKABLE.includes(one) || /^(marked|here)$/.test(one)),
  );
  const selector = /^(marked|here)$/.test(name) ? `#${name}` : hook(name);
  const places = page.locator(selector).filter({ visible: true });
  await places.nth(random.whole(0, Math.max(0, (await places.count()) - 1))).click({ timeout: 3000 });
};

/** Signs up for the newsletter in the footer. @param {Page} page */
export const joinNewsletter = async (page) => {
  await page.getByLabel('E-mail').fill(CUSTOMER.email, { timeout: 3000 });
  await page.locator(hook('newsletter-form')).getByRole('button').click({ timeout: 3000 });
};

/** Buys one thing, from its page to the order's confirmation. @param {Page} page @param {string} shop @param {Random} random */
export const placeOrder = async (page, shop, random) => {
  await page.goto(`${shop}/product/${random.pick(products).slug}`);
  await page.click(hook('buy-now'));
  await page.waitForURL(/checkout/);
  for (const [name, value] of Object.entries(CUSTOMER)) await page.fill(hook(name), value);
  await page.selectOption(hook('department'), 'Colonia');
  await page.click(hook('place-order'));
  await page.waitForURL(/thank-you/);
};
