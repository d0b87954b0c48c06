import { html, markup } from '../../serve/html.js';
import { BRAND, findCategory, products } from '../public/catalogue.js';
import { formatMoney } from '../public/money.js';
import { productCard } from './product-card.js';
import { productTexts } from './product-texts.js';

/** @typedef {import('../public/catalogue.js').Product} Product */

/** @param {Product} product */
const relatedTo = (product) =>
  products
    .filter(({ slug }) => slug !== product.slug)
    .sort((one, other) => Number(other.category === product.category) - Number(one.category === product.category))
    .slice(0, 4);

/** @param {Product} product */
const variantChoice = ({ optionName, variants }) =>
  html`<fieldset class="variants">
    <legend>${optionName}</legend>
    ${variants.map(
      ({ name, sku, tone }, index) =>
        html`<label class="variant">
          <input type="radio" name="variant" value="${sku}" ${index === 0 && html`checked`} data-test="variant" />
          <span>
            ${
              tone &&
              html`<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
                <circle class="tone" cx="10" cy="10" r="9.5" fill="${tone}" />
              </svg>`
            }
            ${name}
          </span>
        </label>`,
    )}
  </fieldset>`;

/** @param {Product} product */
const buyForm = (product) =>
  html`<form class="buy" data-buy>
    ${variantChoice(product)}
    <div class="buy-row">
      <div class="stepper" role="group" aria-label="Quantity">
        <button type="button" data-step="-1" aria-label="One fewer">−</button>
        <input
          name="quantity"
          type="number"
          inputmode="numeric"
          min="1"
          max="20"
          value="1"
          aria-label="Quantity"
          data-test="quantity"
        />
        <button type="button" data-step="1" aria-label="One more">+</button>
      </div>
      <button class="button button-wide" type="submit" data-test="add-to-cart">Add to cart</button>
    </div>
    <button class="button button-quiet" type="button" data-buy-now data-test="buy-now">Buy now</button>
    <p class="added" role="status" data-added data-test="added"></p>
  </form>`;

/** @param {Product} product */
const favourite = (product) =>
  html`<button
    class="favourite"
    type="button"
    aria-pressed="false"
    data-favourite="${product.slug}"
    data-vitrina-track="product.favorited"
    data-vitrina-object="${product.slug}"
    data-vitrina-object-type="product"
    data-test="favourite"
  >
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M12 20S4 15 4 9.3A4.3 4.3 0 0 1 12 7a4.3 4.3 0 0 1 8 2.3C20 15 12 20 12 20z" />
    </svg>
    <span data-favourite-word>Save for later</span>
  </button>`;

/**
 * @param {Product} product
 * @param {string} drawing the product's picture, set into the page so that the chosen variant can colour it
 */
export const productPage = (product, drawing) => {
  const text = productTexts[product.slug];
  const category = findCategory(product.category);
  return {
    title: `${product.name} · ${BRAND}`,
    description: text?.summary ?? product.name,
    styles: ['grid', 'stepper', 'product'],
    script: 'product-page',
    content: html`
      <nav class="crumbs" aria-label="You are here">
        <a href="/">Shop</a> <span aria-hidden="true">/</span>
        <a href="/category/${product.category}">${category?.name}</a>
      </nav>
      <article class="product" data-product="${product.slug}">
        <div class="product-picture tile tint-${product.tint}" data-picture aria-hidden="true">
          ${markup(drawing)} ${text?.badge && html`<span class="badge">${text.badge}</span>`}
        </div>
        <div class="product-words">
          <h1>${product.name}</h1>
          <p class="product-price">${formatMoney(product.price)}</p>
          <p class="product-summary">${text?.summary}</p>
          ${buyForm(product)}
          <div class="product-extras">
            ${favourite(product)}
            ${
              text?.hasSizes &&
              html`<a
                class="text-link"
                href="/size-guide"
                data-vitrina-track="size_guide.opened"
                data-vitrina-object="${product.slug}"
                data-test="size-guide"
                >Which size is mine?</a
              >`
            }
          </div>
          <p class="product-story">${text?.story}</p>
          <dl class="product-details">
            ${text?.details.map(
              ([term, description]) =>
                html`<div>
                  <dt>${term}</dt>
                  <dd>${description}</dd>
                </div>`,
            )}
          </dl>
        </div>
      </article>
      <section class="related" aria-labelledby="related-title">
        <h2 id="related-title">Goes well with it</h2>
        <ul class="grid">
          ${relatedTo(product).map((other) => productCard(other, 4))}
        </ul>
      </section>
    `,
  };
};
