import { html } from '../../serve/html.js';
import { BRAND, categories } from '../public/catalogue.js';

/** @typedef {import('../../serve/html.js').Markup} Markup */

/**
 * @typedef {object} PageParts
 * @property {string} title
 * @property {string} description
 * @property {string[]} styles the page's own style sheets, beside the one that all share
 * @property {string} [script] the page's own module
 * @property {string} path where the navigation stands
 * @property {Markup} content
 * @property {boolean} [isDrawnByScript] nothing is painted before the module has run, so that nothing jumps
 * @property {boolean} [isQuiet] leaves the newsletter out, where nothing should distract
 */

const wordmark = html`<svg class="wordmark" viewBox="0 0 202 44" role="img" aria-label="${BRAND}">
  <g fill="none" stroke="currentColor" stroke-width="5" stroke-linecap="round">
    <path
      d="M23 21a10.5 10.5 0 1 0 0 15M53 28.5a10.5 10.5 0 1 1-21 0 10.5 10.5 0 0 1 21 0zM64 18v21M64 28a9 9 0 0 1 9-9.5M102 28.5a10.5 10.5 0 1 1-21 0 10.5 10.5 0 0 1 21 0zM113 39V28a9 9 0 0 1 18 0v11M142 18v21M153 6v33M164 6v33"
    />
    <path d="M196 28.5a10.5 10.5 0 1 1-21 0 10.5 10.5 0 0 1 21 0zM196.5 18v21" />
  </g>
  <g class="wordmark-crown">
    <circle cx="35" cy="9" r="2.6" />
    <circle cx="42.5" cy="5.5" r="2.6" />
    <circle cx="50" cy="9" r="2.6" />
  </g>
  <circle cx="142" cy="8.5" r="3.2" fill="currentColor" />
</svg>`;

const bag = html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
  <path d="M5 8h14l1 12.5H4zM8.5 10.5V7a3.5 3.5 0 0 1 7 0v3.5" />
</svg>`;

/** @param {string} path */
const header = (path) => html`
  <aside class="announcement" aria-label="News">
    <a href="/category/textiles" data-vitrina-track="promo.clicked" data-vitrina-object="winter-wool" data-test="promo"
      >The winter wool is off the loom <span aria-hidden="true">→</span></a
    >
  </aside>
  <header class="site-header">
    <a class="brand" href="/">${wordmark}</a>
    <nav class="site-nav" aria-label="Departments">
      <ul>
        ${categories.map(
          ({ slug, name }) =>
            html`<li>
              <a href="/category/${slug}" ${path === `/category/${slug}` && html`aria-current="page"`}>${name}</a>
            </li>`,
        )}
      </ul>
    </nav>
    <a class="cart-link" href="/cart" data-test="cart-link"
      >${bag}<span class="cart-word">Cart</span> <span class="cart-count" data-cart-count hidden>0</span></a
    >
  </header>
`;

const newsletter = html`<section class="newsletter" aria-labelledby="newsletter-title">
  <div>
    <h2 id="newsletter-title">Letters from the workshop</h2>
    <p>Four a year: what comes out of the kiln, who made it, and first choice of the small runs.</p>
  </div>
  <form data-test="newsletter-form" data-newsletter>
    <label for="newsletter-email">E-mail</label>
    <div class="newsletter-row">
      <input
        id="newsletter-email"
        name="email"
        type="email"
        autocomplete="email"
        placeholder="you@example.com"
        required
        data-missing="Write the address to which the letters go."
        data-mismatch="This is no e-mail address. One looks like ana@example.com."
      />
      <button class="button" type="submit">Write to me</button>
    </div>
    <p class="field-error" id="newsletter-email-error" data-test="newsletter-error" hidden></p>
    <p class="form-note" role="status" data-newsletter-status data-test="newsletter-status"></p>
  </form>
</section>`;

const footer = html`<footer class="site-footer">
  <div>
    <p class="footer-brand">${wordmark}</p>
    <p>
      Workshop and shop: Calle de los Suspiros 14,<br />Colonia del Sacramento, Uruguay.<br />Tuesday to Sunday, 10 to
      18.
    </p>
  </div>
  <nav aria-label="Shop">
    <h2>Shop</h2>
    <ul>
      ${categories.map(({ slug, name }) => html`<li><a href="/category/${slug}">${name}</a></li>`)}
    </ul>
  </nav>
  <nav aria-label="Help">
    <h2>Good to know</h2>
    <ul>
      <li><a href="/delivery">Delivery and returns</a></li>
      <li><a href="/size-guide">Belt size guide</a></li>
      <li><a href="/about">This is a demo shop</a></li>
    </ul>
  </nav>
  <p class="footer-small">Prices in Uruguayan pesos, VAT included.</p>
</footer>`;

/**
 * @param {PageParts} parts
 * @returns {string}
 */
export const renderLayout = ({ title, description, styles, script, path, content, isDrawnByScript, isQuiet }) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="description" content="${description}" />
        <meta name="theme-color" content="#1d3a35" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/styles/base.css" />
        <link rel="stylesheet" href="/styles/shop.css" />
        ${styles.map((name) => html`<link rel="stylesheet" href="/styles/${name}.css" />`)} {{vitrina}}
        <script type="module" src="/scripts/every-page.js"></script>
        ${script && html`<script type="module" src="/scripts/${script}.js" ${isDrawnByScript && html`blocking="render"`}></script>`}
      </head>
      <body>
        <a class="skip-link" href="#content">Skip to the content</a>
        {{demoBar}} ${header(path)}
        <main id="content">${content}</main>
        ${!isQuiet && newsletter} ${footer}
      </body>
    </html> `.markup;
