import { html } from '../../serve/html.js';
import { BRAND } from '../public/catalogue.js';

/** @typedef {import('../../serve/html.js').Markup} Markup */

/**
 * @param {string} title
 * @param {string} description
 * @param {Markup} content
 */
const textPage = (title, description, content) => ({
  title: `${title} · ${BRAND}`,
  description,
  styles: ['order'],
  content: html`<div class="order-page prose">
    <h1>${title}</h1>
    ${content}
  </div>`,
});

export const aboutPage = () =>
  textPage(
    'This is a demo shop',
    'A shop that sells nothing and shows how events are reported.',
    html`<p>
        ${BRAND}, its workshops and its goods are invented. You can fill a cart and place an order; no money moves,
        nothing is sent to you, and what you type into forms never leaves the page.
      </p>
      <p>
        What is real are the events: each page viewed, product seen, cart changed and order placed is reported to the
        collector that runs beside this shop. To watch them come, open {{arrivals}}.
      </p>
      <p><a class="button" href="/">To the shop</a></p>`,
  );

export const deliveryPage = () =>
  textPage(
    'Delivery and returns',
    'Three days to any door in Uruguay, thirty days to think again.',
    html`<p>
        We send on weekdays. It takes three days to any door in Uruguay and costs UYU 290, or nothing from UYU 6,000.
      </p>
      <p>Collecting in Colonia is free. We wrap it while you look at the river.</p>
      <p>Within thirty days you can send anything back unused, without a reason. After that we mend it.</p>`,
  );

export const sizeGuidePage = () =>
  textPage(
    'Belt size guide',
    'Measure the belt that you wear now.',
    html`<p>Measure the belt that you wear now, from the root of the buckle to the hole that you use.</p>
      <table>
        <thead>
          <tr>
            <th scope="col">You measure</th>
            <th scope="col">Take</th>
            <th scope="col">Holes at</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>78 to 88 cm</td>
            <td>85 cm</td>
            <td>78 to 92 cm</td>
          </tr>
          <tr>
            <td>88 to 98 cm</td>
            <td>95 cm</td>
            <td>88 to 102 cm</td>
          </tr>
          <tr>
            <td>98 to 108 cm</td>
            <td>105 cm</td>
            <td>98 to 112 cm</td>
          </tr>
        </tbody>
      </table>
      <p><a class="button" href="/product/cinto-estancia">Back to the belt</a></p>`,
  );

export const notFoundPage = () =>
  textPage(
    'Gone with the tide',
    'There is no such page.',
    html`<p>There is no page at this address, or no longer.</p>
      <p><a class="button" href="/">To the shop</a></p>`,
  );
