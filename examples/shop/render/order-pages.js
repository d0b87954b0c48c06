import { html } from '../../serve/html.js';
import { BRAND } from '../public/catalogue.js';
import { checkoutForm } from './checkout-form.js';
import { couponForm } from './coupon-form.js';

const totals = html`<dl class="totals" data-totals>
  <div>
    <dt>Goods</dt>
    <dd data-goods></dd>
  </div>
  <div data-discount-row hidden>
    <dt>Coupon</dt>
    <dd data-discount data-test="discount"></dd>
  </div>
  <div>
    <dt>Delivery</dt>
    <dd data-delivery></dd>
  </div>
  <div class="totals-sum">
    <dt>Total</dt>
    <dd data-total data-test="total"></dd>
  </div>
</dl>`;

const emptyCart = html`<div class="empty" data-empty hidden>
  <p>There is nothing in your cart yet.</p>
  <p><a class="button" href="/#goods">See what is in</a></p>
</div>`;

const lineTemplate = html`<template data-line-template>
  <li class="line" data-test="cart-line">
    <a class="tile line-picture" data-line-link tabindex="-1" aria-hidden="true"
      ><img alt="" width="400" height="400" data-line-image
    /></a>
    <div class="line-words">
      <a class="line-name" data-line-link data-line-name></a>
      <p class="line-variant" data-line-variant></p>
      <p class="line-each" data-line-each></p>
    </div>
    <div class="stepper" role="group">
      <button type="button" data-step="-1" aria-label="One fewer">−</button>
      <input type="number" inputmode="numeric" min="1" max="20" aria-label="Quantity" data-test="cart-quantity" />
      <button type="button" data-step="1" aria-label="One more">+</button>
    </div>
    <p class="line-total" data-line-total></p>
    <button class="line-remove" type="button" data-remove data-test="cart-remove">Remove</button>
  </li>
</template>`;

const summaryTemplate = html`<template data-summary-template>
  <li class="summary-line">
    <span class="tile summary-picture"><img alt="" width="400" height="400" data-line-image /></span>
    <span class="summary-name"><span data-line-name></span> <span class="line-variant" data-line-variant></span></span>
    <span class="summary-total" data-line-total></span>
  </li>
</template>`;

export const cartPage = () => ({
  title: `Cart · ${BRAND}`,
  description: 'What you have chosen.',
  styles: ['stepper', 'order'],
  script: 'cart-page',
  isDrawnByScript: true,
  content: html`<div class="order-page">
    <h1 tabindex="-1">Your cart</h1>
    ${emptyCart}
    <div class="order-columns" data-filled hidden>
      <ul class="lines" data-lines aria-label="Products in the cart"></ul>
      <aside class="summary" aria-label="Sum">
        ${couponForm} ${totals}
        <a class="button button-wide" href="/checkout" data-test="checkout">Check out</a>
        <p class="form-note" data-free-delivery></p>
      </aside>
    </div>
    <p class="visually-hidden" role="status" data-cart-status></p>
    ${lineTemplate}
  </div>`,
});

export const checkoutPage = () => ({
  title: `Checkout · ${BRAND}`,
  description: 'Where the goods go and how they are paid.',
  styles: ['order', 'checkout'],
  script: 'checkout-page',
  isDrawnByScript: true,
  isQuiet: true,
  content: html`<div class="order-page">
    <h1>Checkout</h1>
    ${emptyCart}
    <div class="order-columns" data-filled hidden>
      ${checkoutForm}
      <aside class="summary" aria-labelledby="summary-title">
        <h2 id="summary-title">Your order</h2>
        <ul class="summary-lines" data-lines></ul>
        ${couponForm} ${totals}
      </aside>
    </div>
    ${summaryTemplate}
  </div>`,
});

export const thankYouPage = () => ({
  title: `Thank you · ${BRAND}`,
  description: 'Your order is placed.',
  styles: ['order'],
  script: 'thank-you-page',
  isDrawnByScript: true,
  content: html`<div class="order-page thank-you">
    <div data-missing hidden>
      <h1>No order here</h1>
      <p>We could not find that order on this device.</p>
      <p><a class="button" href="/">Back to the shop</a></p>
    </div>
    <div data-order hidden>
      <p class="thank-you-mark" aria-hidden="true">
        <svg viewBox="0 0 64 64" width="64" height="64">
          <circle cx="32" cy="32" r="32" />
          <path d="M19 33l9 9 18-19" />
        </svg>
      </p>
      <h1>Thank you. It is yours.</h1>
      <p class="hero-lead">
        Your order <strong data-reference data-test="order-reference"></strong> is with the workshop.
        <span data-next></span>
      </p>
      <div class="summary">
        <ul class="summary-lines" data-lines></ul>
        ${totals}
      </div>
      <p><a class="text-link" href="/">Back to the shop</a></p>
    </div>
    ${summaryTemplate}
  </div>`,
});
