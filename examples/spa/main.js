import vitrina from 'vitrina';
import { findProduct, imagePath, SOURCE } from '../shop/public/catalogue.js';
import { toMoney } from '../shop/public/money.js';
import { startRouter } from './router.js';
import { aboutView, homeView, missingView, productView, reservedView, searchView } from './views.js';

const BASE = '/spa/';
const main = /** @type {HTMLElement} */ (document.getElementById('view'));

/** @type {import('vitrina').Response | undefined} */
let lastResponse;

/** @param {string} name */
const setting = (name) => document.querySelector(`meta[name="vitrina-${name}"]`)?.getAttribute('content') ?? '';

/** @param {import('../shop/public/catalogue.js').Product} product */
const productObject = (product) => ({
  name: product.name,
  reference: product.slug,
  source: SOURCE,
  sku: product.variants[0].sku,
  url: `${location.origin}${BASE}product/${product.slug}`,
  image_url: location.origin + imagePath(product),
  price: toMoney(product.price),
});

/** @param {URL} url */
const viewOf = ({ pathname, searchParams }) => {
  const [page = '', slug = ''] = pathname.slice(BASE.length).split('/');
  const product = findProduct(slug);
  if (page === '') return homeView(searchParams.get('department'));
  if (page === 'product' && product) return productView(product);
  if (page === 'search') return searchView(searchParams.get('q') ?? '');
  if (page === 'about') return aboutView();
  if (page === 'reserved') return reservedView(lastResponse);
  return missingView();
};

/** @param {URL} url */
const show = (url) => {
  const isFirst = main.childElementCount === 0;
  const { title, content } = viewOf(url);
  document.title = `${title} · Coronilla`;
  main.innerHTML = content.markup;
  for (const link of document.querySelectorAll('nav a')) {
    if (link.getAttribute('href') === url.pathname) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  // A screen reader is told of the new page by the focus, as it would be by a new document.
  if (!isFirst) main.querySelector('h1')?.focus({ preventScroll: true });
  const product = findProduct(url.pathname.slice(`${BASE}product/`.length));
  if (product) void vitrina.track('product.viewed', { object_parameters: productObject(product) });
};

vitrina
  .initialize(setting('business'), { endpoint: setting('endpoint') })
  .catch((/** @type {Error} */ error) => console.error(error.message));

const router = startRouter(BASE, show);

/** @param {HTMLButtonElement} button */
const reserve = async (button) => {
  const product = findProduct(button.dataset.reserve ?? '');
  if (!product) return;
  button.disabled = true;
  lastResponse = await vitrina.track('product.reserved', {
    object_type: 'product',
    object_parameters: productObject(product),
    ...toMoney(product.price),
  });
  router.navigate(`${BASE}reserved`);
};

/** @param {HTMLAnchorElement} link */
const leaveForShop = async (link) => {
  await vitrina.track('product.sought', { object: link.dataset.toShop, object_type: 'product' });
  location.assign(link.href);
};

main.addEventListener('click', (event) => {
  const target = /** @type {Element} */ (event.target);
  const chip = target.closest('[data-category]');
  if (chip instanceof HTMLButtonElement) {
    const slug = chip.dataset.category;
    router.navigate(slug ? `${BASE}?department=${slug}` : BASE, { isReplaced: true });
    /** @type {HTMLElement | null} */ (main.querySelector(`[data-category="${slug}"]`))?.focus();
  }
  const button = target.closest('[data-reserve]');
  if (button instanceof HTMLButtonElement) void reserve(button);
  const link = target.closest('[data-to-shop]');
  if (link instanceof HTMLAnchorElement) {
    event.preventDefault();
    void leaveForShop(link);
  }
});

main.addEventListener('submit', (event) => {
  event.preventDefault();
  const words = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('q')).trim();
  router.navigate(`${BASE}search?q=${encodeURIComponent(words)}`);
});
