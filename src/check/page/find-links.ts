/** Addresses of products on the platforms that Vitrina knows, and of most other shops. */
const PRODUCT = [
  /\/(products?|produ[ck]tos?|produtos?|item|p)\/[^/]+\/?$/i,
  // VTEX.
  /\/[^/]+\/p\/?$/i,
];
/** What stands at such an address and is none. */
const NO_PRODUCT = /\/(products?|produ[ck]tos?|produtos?)\/(all|page|category|categoria|search)\/?$/i;
const CART = /\/(cart|carrito|carrinho|basket|bag|comprar)\/?$|\/checkout\/?#\/cart$/i;
const BUTTONS = [
  '[data-test="add-to-cart"]',
  'form[action*="/cart/add"] [type="submit"], form[action*="/cart/add"] button[name="add"]',
  'button.single_add_to_cart_button',
  '.js-addtocart, [data-component="product.add-to-cart"], [data-store="product-buy-button"]',
  '[class*="add-to-cart-button"] button, button[class*="add-to-cart"], button[class*="addToCart"]',
];
const ADDS =
  /^\W*(add to (cart|bag|basket)|(agregar|añadir|sumar) (al|a la) (carrito|carro|bolsa|cesta)|adicionar (ao carrinho|à sacola)|comprar)\W*$/i;

/**
 * Links within the shop without a query: a query may change the cart, such as `?add-to-cart=12`, and the check changes nothing
 * unasked.
 */
const links = (): URL[] =>
  [...document.querySelectorAll<HTMLAnchorElement>('a[href]')].flatMap(({ href }) => {
    try {
      const url = new URL(href);
      return url.origin === location.origin && !url.search ? [url] : [];
    } catch {
      return [];
    }
  });

/** Addresses of products in what the page says to search engines. */
const listedProducts = (): string[] => {
  const found: string[] = [];
  const walk = (value: unknown, depth: number): void => {
    if (depth === 0 || typeof value !== 'object' || value === null) return;
    const { '@type': type, url, item } = value as Record<string, unknown>;
    if (/ListItem|Product/.test(String(type))) found.push(...[url, item].filter((one) => typeof one === 'string'));
    for (const inner of Object.values(value)) walk(inner, depth - 1);
  };
  for (const { textContent } of document.querySelectorAll('script[type="application/ld+json" i]')) {
    try {
      walk(JSON.parse(textContent ?? ''), 8);
    } catch {
      // Many shops write JSON that is none.
    }
  }
  return found.flatMap((address) => {
    const url = URL.canParse(address, location.href) ? new URL(address, location.href) : undefined;
    return url?.origin === location.origin && url.pathname !== location.pathname ? [url.href] : [];
  });
};

const isProductAddress = ({ pathname }: URL) =>
  PRODUCT.some((pattern) => pattern.test(pathname)) && !NO_PRODUCT.test(pathname) && pathname !== location.pathname;

/** The first product to which the page leads. */
export const findProductLink = (): string | undefined =>
  links().find(isProductAddress)?.href ??
  listedProducts().find((address) => isProductAddress(new URL(address))) ??
  listedProducts()[0];

export const findCartLink = (): string | undefined =>
  links().find(({ pathname, hash }) => CART.test(pathname + hash))?.href;

/** Presses the button that adds the product; never one that buys at once. */
export const pressAdd = (): boolean => {
  const isVisible = (element: HTMLElement) => element.offsetParent !== null && !element.hasAttribute('disabled');
  const all = [...document.querySelectorAll<HTMLElement>('button, input[type="submit"], a[role="button"]')];
  const named = all.filter((element) => ADDS.test(element.textContent || (element as HTMLInputElement).value || ''));
  const button = [
    ...BUTTONS.flatMap((selector) => [...document.querySelectorAll<HTMLElement>(selector)]),
    ...named,
  ].find(isVisible);
  button?.click();
  return !!button;
};
