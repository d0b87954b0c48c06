/** What a page of each platform has of its own, so that only the adapter that is needed is brought. */
const page = () => window as unknown as Record<string, unknown>;
const has = (name: string, ...members: string[]): boolean => {
  const value = page()[name];
  return typeof value === 'object' && value !== null && members.every((member) => member in value);
};

export const isTiendanube = (): boolean => has('LS', 'store');

export const isShopify = (): boolean => has('Shopify', 'shop');

/** Shopify's editor shows the shop as it will be. */
export const isThemeEditor = (): boolean => has('Shopify') && !!(page().Shopify as { designMode?: unknown }).designMode;

export const isVtex = (): boolean =>
  has('__RUNTIME__', 'account') || has('VTEX_METADATA') || has('vtexjs') || has('vtex') || has('vtxctx');

export const isWooCommerce = (): boolean =>
  has('wc_add_to_cart_params') ||
  has('wcSettings') ||
  has('woocommerce_params') ||
  !!document.body?.matches('[class*="woocommerce"]');

/** Forminator and Gravity Forms, by what their scripts bring. */
export const hasAjaxForms = (): boolean => 'ForminatorFront' in window || 'gform' in window;
