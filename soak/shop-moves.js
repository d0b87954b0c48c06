import { categories, products } from '../examples/shop/public/catalogue.js';

/** @import { Page } from '@playwright/test' */
/** @import { Random } from './random.js' */

/**
 * What a visitor may click on. Clicks are the elements' own, made inside of the page: Playwright's wait for two frames, and
 * of sixty tabs on two cores few are painted in time.
 */
const OFFERED = [
  ...['promo', 'cart-link', 'category-link', 'product-link', 'variant', 'add-to-cart', 'buy-now', 'favourite'],
  ...['size-guide', 'cart-remove', 'checkout'],
]
  .map((name) => `[data-test="${name}"]`)
  .join();
const MARKED = '[data-vitrina-track]';

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
export const clickSomething = (page, random) =>
  page.evaluate(
    ([selector, share]) => {
      const offered = [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
      // What there are many of is not clicked on more often.
      const names = [...new Set(offered.map((element) => element.getAttribute('data-test') ?? element.id))];
      const name = names[Math.floor(share * names.length)];
      const alike = offered.filter((element) => (element.getAttribute('data-test') ?? element.id) === name);
      const chosen = alike[Math.floor(((share * names.length) % 1) * alike.length)];
      if (!(chosen instanceof HTMLElement)) throw new Error('There is nothing to click on');
      chosen.click();
    },
    /** @type {const} */ ([`${OFFERED},${MARKED}`, random.between(0, 1)]),
  );

/**
 * Fills in a form and submits it, as the page's own code sees it.
 *
 * @param {Page} page @param {string} form @param {Record<string, string>} values by the fields' names
 */
const submit = (page, form, values) =>
  page.evaluate(([selector, filled]) => {
    const element = document.querySelector(selector);
    if (!(element instanceof HTMLFormElement)) throw new Error(`There is no form ${selector}`);
    for (const field of element.elements) {
      const isField = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
      if (isField && Object.hasOwn(filled, field.name)) field.value = String(filled[field.name]);
    }
    if (!element.reportValidity()) throw new Error(`The form ${selector} is not filled in`);
    element.requestSubmit();
  }, /** @type {const} */ ([form, values]));

/** Signs up for the newsletter in the footer. @param {Page} page */
export const joinNewsletter = (page) => submit(page, '[data-newsletter]', { email: 'ana@example.com' });

/** Buys one thing, from its page to the order's confirmation. @param {Page} page @param {string} shop @param {Random} random */
export const placeOrder = async (page, shop, random) => {
  await page.goto(`${shop}/product/${random.pick(products).slug}`);
  const buyNow = page.locator('[data-buy-now]');
  await Promise.all([
    page.waitForURL(/checkout/),
    buyNow.evaluate((/** @type {HTMLElement} */ button) => button.click()),
  ]);
  await Promise.all([
    page.waitForURL(/thank-you/),
    submit(page, '[data-checkout]', {
      ...{ name: 'Ana Pereira', email: 'ana@example.com', phone: '+598 99 123 456' },
      ...{ address: 'Calle Real 10', city: 'Colonia', department: 'Colonia' },
    }),
  ]);
};
