import { html } from '../serve/html.js';
import { categories, findCategory, imagePath, products } from '../shop/public/catalogue.js';
import { formatMoney } from '../shop/public/money.js';

/**
 * @typedef {import('../shop/public/catalogue.js').Product} Product
 * @typedef {{ title: string, content: import('../serve/html.js').Markup }} View
 */

/** @param {Product} product */
const picture = (product) => html`<img src="${imagePath(product)}" alt="" width="400" height="400" />`;

/** @param {Product[]} shown */
const list = (shown) =>
  html`<ul class="pieces" data-test="pieces">
    ${shown.map(
      (product) =>
        html`<li>
          <a href="/spa/product/${product.slug}" data-test="product-link">${picture(product)}${product.name}</a>
          <span class="price">${formatMoney(product.price)}</span>
        </li>`,
    )}
  </ul>`;

/**
 * @param {string | null} chosen
 * @returns {View}
 */
export const homeView = (chosen) => {
  const category = findCategory(chosen ?? '');
  const chips = [{ slug: '', name: 'Everything' }, ...categories];
  return {
    title: category ? category.name : 'Pieces',
    content: html`<h1 tabindex="-1">Every piece, on one page</h1>
      <p class="lead">The book that lies on the counter: turn its pages, and none of them loads anew.</p>
      <div class="chips" role="group" aria-label="Department">
        ${chips.map(
          ({ slug, name }) =>
            html`<button
              type="button"
              data-category="${slug}"
              data-test="filter-${slug || 'all'}"
              aria-pressed="${slug === (category?.slug ?? '')}"
            >
              ${name}
            </button>`,
        )}
      </div>
      ${list(products.filter((product) => !category || product.category === category.slug))}`,
  };
};

/**
 * @param {Product} product
 * @returns {View}
 */
export const productView = (product) => ({
  title: product.name,
  content: html`<article class="piece">
    ${picture(product)}
    <div>
      <h1 tabindex="-1">${product.name}</h1>
      <p class="lead">${formatMoney(product.price)}, in ${product.variants.map(({ name }) => name).join(', ')}.</p>
      <p>We keep it for you until the evening. <a href="#keeping" data-test="hash-link">How does that work?</a></p>
      <div class="actions">
        <button class="button main" type="button" data-reserve="${product.slug}" data-test="reserve">
          Keep it for me
        </button>
        <a href="/product/${product.slug}" data-to-shop="${product.slug}" data-test="to-shop">Buy it in the shop</a>
      </div>
      <h2 id="keeping">How keeping works</h2>
      <p>We put it under the counter with your name on a slip. If you do not come, it goes back on the shelf.</p>
    </div>
  </article>`,
});

/**
 * What became of an event, field by field.
 *
 * @param {import('vitrina').Response | undefined} response
 * @returns {View}
 */
export const reservedView = (response) => ({
  title: 'Kept for you',
  content: html`<h1 tabindex="-1">${response ? 'It is under the counter' : 'Nothing is kept for you'}</h1>
    ${
      response
        ? html`<p class="lead">The shop knows about it: this is what <code>await vitrina.track(…)</code> answered.</p>
            <table class="answer" data-test="response">
              ${Object.entries(response).map(
                ([name, value]) =>
                  html`<tr>
                    <th scope="row">${name}</th>
                    <td data-field="${name}">${typeof value === 'string' ? value : JSON.stringify(value)}</td>
                  </tr>`,
              )}
            </table>`
        : html`<p class="lead">Choose a piece, and we keep it for you.</p>`
    }
    <p><a href="/spa/">Back to the pieces</a></p>`,
});

/**
 * @param {string} words
 * @returns {View}
 */
export const searchView = (words) => {
  const found = products.filter(({ name }) => name.toLowerCase().includes(words.toLowerCase()));
  return {
    title: words ? `${words} · Search` : 'Search',
    content: html`<h1 tabindex="-1">What are you looking for?</h1>
      <form class="search" role="search" data-search>
        <input name="q" type="search" value="${words}" aria-label="Search for" data-test="search-words" />
        <button class="button main">Search</button>
      </form>
      ${
        words &&
        html`<p role="status" data-test="found">
            ${found.length === 1 ? '1 piece' : `${found.length} pieces`} for “${words}”
          </p>
          ${list(found)}`
      }`,
  };
};

/** @returns {View} */
export const aboutView = () => ({
  title: 'About',
  content: html`<h1 tabindex="-1">About this book</h1>
    <p class="lead">
      One document, several pages: a router over the History API and nothing else. Vitrina is imported from npm and sees
      the pages turn by itself.
    </p>
    <p><a href="/">To the shop itself</a></p>`,
});

/** @returns {View} */
export const missingView = () => ({
  title: 'No such page',
  content: html`<h1 tabindex="-1">This page was torn out</h1>
    <p class="lead"><a href="/spa/">Back to the pieces</a></p>`,
});
