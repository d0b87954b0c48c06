import { html } from '../../serve/html.js';
import { imagePath } from '../public/catalogue.js';
import { formatMoney } from '../public/money.js';
import { productTexts } from './product-texts.js';

/**
 * One product in a list.
 *
 * @param {import('../public/catalogue.js').Product} product
 * @param {number} position from 0; the first row is loaded at once, what is below waits
 */
export const productCard = (product, position) => {
  const badge = productTexts[product.slug]?.badge;
  const dots = product.variants.filter(({ tone }) => tone);
  return html`<li class="card">
    <a class="card-link" href="/product/${product.slug}" data-test="product-link">
      <span class="tile tint-${product.tint}">
        <img
          src="${imagePath(product)}"
          alt=""
          width="400"
          height="400"
          ${position > 3 && html`loading="lazy"`}
          decoding="async"
        />
        ${badge && html`<span class="badge">${badge}</span>`}
      </span>
      <span class="card-name">${product.name}</span>
    </a>
    <p class="card-price">${formatMoney(product.price)}</p>
    ${
      dots.length > 1 &&
      html`<p class="card-dots">
        <svg viewBox="0 0 ${dots.length * 16} 12" width="${dots.length * 16}" height="12" aria-hidden="true">
          ${dots.map(({ tone }, index) => html`<circle class="tone" cx="${6 + index * 16}" cy="6" r="5.5" fill="${tone}" />`)}
        </svg>
        <span class="visually-hidden">${dots.length} colours</span>
      </p>`
    }
  </li>`;
};
