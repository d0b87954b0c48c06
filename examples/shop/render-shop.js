import { readDrawing } from './draw-variant.js';
import { findCategory, findProduct } from './public/catalogue.js';
import { renderLayout } from './render/layout.js';
import { categoryPage, homePage } from './render/list-pages.js';
import { cartPage, checkoutPage, thankYouPage } from './render/order-pages.js';
import { productPage } from './render/product-page.js';
import { aboutPage, deliveryPage, notFoundPage, sizeGuidePage } from './render/text-pages.js';

/** @typedef {Omit<import('./render/layout.js').PageParts, 'path'>} Page */

const PAGES = /** @type {Record<string, () => Page>} */ ({
  '/': homePage,
  '/cart': cartPage,
  '/checkout': checkoutPage,
  '/thank-you': thankYouPage,
  '/about': aboutPage,
  '/delivery': deliveryPage,
  '/size-guide': sizeGuidePage,
});

/**
 * @param {string} path
 * @returns {Promise<Page | undefined>}
 */
const findPage = async (path) => {
  if (Object.hasOwn(PAGES, path)) return PAGES[path]?.();
  const [, kind, slug = ''] = /^\/(category|product)\/([\w-]+)$/.exec(path) ?? [];
  const category = kind === 'category' ? findCategory(slug) : undefined;
  if (category) return categoryPage(category);
  const product = kind === 'product' ? findProduct(slug) : undefined;
  return product && productPage(product, await readDrawing(product.slug));
};

/**
 * The document at one of the shop's addresses.
 *
 * @param {string} path
 * @returns {Promise<{ status: number, body: string }>}
 */
export const renderShop = async (path) => {
  const page = await findPage(path);
  return { status: page ? 200 : 404, body: renderLayout({ ...(page ?? notFoundPage()), path }) };
};
