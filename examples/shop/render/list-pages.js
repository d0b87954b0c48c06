import { html } from '../../serve/html.js';
import { BRAND, categories, products } from '../public/catalogue.js';
import { productCard } from './product-card.js';

/** @typedef {import('../public/catalogue.js').Category} Category */

const hero = html`<section class="hero">
  <div class="hero-words">
    <p class="overline">Colonia del Sacramento, on the river</p>
    <h1>Things for the long afternoon</h1>
    <p class="hero-lead">
      Mates, pots, leather and wool by eleven workshops along the Río de la Plata. Made by hand, and mended by the same
      hand.
    </p>
    <p class="hero-actions">
      <a class="button" href="#goods">See what is in</a>
      <a class="text-link" href="/category/mate">Start with a mate</a>
    </p>
  </div>
  <div class="hero-scene" aria-hidden="true">
    <img class="hero-back" src="/river.svg" alt="" width="900" height="680" />
    <img class="hero-jug" src="/products/jarra-costa/CO-COS-BON.svg" alt="" width="400" height="400" />
    <img class="hero-blanket" src="/products/manta-sierra/CO-SIE-RIV.svg" alt="" width="400" height="400" />
    <img class="hero-mate" src="/products/mate-cuareim/CO-CUA-CHE.svg" alt="" width="400" height="400" />
  </div>
</section>`;

const promises = html`<section class="promises" aria-label="What we promise">
  <div>
    <h2>Eleven workshops</h2>
    <p>Every piece names its maker. We pay on the day it leaves their hands.</p>
  </div>
  <div>
    <h2>Mended for life</h2>
    <p>A seam opens, a handle chips: bring it back, or send it. No receipt needed.</p>
  </div>
  <div>
    <h2>At your door in three days</h2>
    <p>Anywhere in Uruguay; free from UYU 6,000. Or collect it in Colonia and stay for a mate.</p>
  </div>
</section>`;

/** @param {Category} [current] */
const filter = (current) =>
  html`<nav class="filter" aria-label="Filter by department">
    <ul>
      <li><a href="/#goods" ${!current && html`aria-current="page"`}>Everything</a></li>
      ${categories.map(
        ({ slug, name }) =>
          html`<li>
            <a href="/category/${slug}" data-test="category-link" ${current?.slug === slug && html`aria-current="page"`}
              >${name}</a
            >
          </li>`,
      )}
    </ul>
  </nav>`;

/** @param {Category} [category] */
const goods = (category) => {
  const shown = products.filter((product) => !category || product.category === category.slug);
  return html`<section class="goods" id="goods" aria-label="Products">
    <div class="goods-head">
      ${
        category
          ? html`<div>
              <h1>${category.name}</h1>
              <p>${category.blurb}</p>
            </div>`
          : html`<h2>What is in</h2>`
      }
      ${filter(category)}
    </div>
    <ul class="grid">
      ${shown.map(productCard)}
    </ul>
  </section>`;
};

export const homePage = () => ({
  title: `${BRAND} · mate, ceramics, leather and wool from the Río de la Plata`,
  description: 'Mates, pots, leather and wool by eleven workshops along the Río de la Plata.',
  styles: ['grid', 'list'],
  content: html`${hero} ${goods()} ${promises}`,
});

/** @param {Category} category */
export const categoryPage = (category) => ({
  title: `${category.name} · ${BRAND}`,
  description: category.blurb,
  styles: ['grid', 'list'],
  content: html`${goods(category)} ${promises}`,
});
