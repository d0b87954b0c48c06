/**
 * Observes a shop without tracking code, for apps that import it: pass `createShop([dataLayer(), productPage()]).plugin` in
 * `plugins`.
 */
export { dataLayer } from './sources/data-layer/data-layer.js';
export { markedForms } from './sources/forms/marked-forms.js';
export { productPage } from './sources/product-page/product-page.js';
export { rules } from './sources/rules/rules.js';
export { createShop } from './shop.js';
export type * from '../facts/fact.js';
export type * from './adapter.js';
export type { Rule } from './sources/rules/rules.js';
export type { ShopOptions } from './shop.js';
