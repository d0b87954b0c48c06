import { attempt } from '../../base/attempt.js';
import { ofDocument } from '../../browser/of-document.js';

/** Each platform leaves its own globals on a page. By them, only the adapter that is needed is loaded. */
const page = () => window as unknown as Record<string, unknown>;
/** A frame of another site may have such a name too. Then looking at its members throws. */
const has = (name: string, ...members: string[]): boolean =>
  !!attempt(() => {
    const value = page()[name];
    return typeof value === 'object' && value !== null && members.every((member) => member in value);
  });

export const isTiendanube = (): boolean => has('LS', 'store');

export const isShopify = (): boolean => has('Shopify', 'shop');

/** Whether the page is shown in Shopify's theme editor, where the merchant looks at it and no visitor. */
export const isThemeEditor = (): boolean =>
  has('Shopify', 'designMode') && !!(page().Shopify as { designMode?: unknown }).designMode;

export const isVtex = (): boolean =>
  has('__RUNTIME__', 'account') || has('VTEX_METADATA') || has('vtexjs') || has('vtex') || has('vtxctx');

export const isWooCommerce = (): boolean =>
  has('wc_add_to_cart_params') ||
  has('wcSettings') ||
  has('woocommerce_params') ||
  !!ofDocument('body')?.matches('[class*="woocommerce"]');

/** Whether the page has a script of Forminator or Gravity Forms. */
export const hasAjaxForms = (): boolean => 'ForminatorFront' in window || 'gform' in window;
