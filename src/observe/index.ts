/**
 * What is observed without code, for apps that import it: give `createShop([dataLayer(), productPage()]).plugin` to `plugins`.
 */
export { dataLayer } from './data-layer/data-layer.js';
export { markedForms } from './forms/marked-forms.js';
export { productPage } from './product-page/product-page.js';
export { rules } from './rules/rules.js';
export { createShop } from './shop.js';
export type * from './facts.js';
export type { Rule } from './rules/rules.js';
export type { ShopOptions } from './shop.js';
