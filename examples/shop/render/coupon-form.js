import { html } from '../../serve/html.js';
import { demoCoupon } from '../public/coupons.js';

/** Stands in the sum of the cart and of the checkout. */
export const couponForm = html`<form class="coupon" novalidate data-coupon data-test="coupon-form">
    <label for="coupon">Coupon</label>
    <div class="coupon-row">
      <input
        id="coupon"
        name="coupon"
        type="text"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck="false"
        data-test="coupon"
      />
      <button class="button button-quiet" type="submit" data-test="redeem">Redeem</button>
    </div>
    <p class="field-error" id="coupon-error" data-coupon-error data-test="coupon-error" hidden></p>
    <p class="coupon-note">In this demo <code>${demoCoupon.code}</code> takes a tenth off.</p>
  </form>
  <p class="coupon-taken" data-coupon-taken hidden>
    <span><strong data-coupon-code></strong> <span data-coupon-description></span></span>
    <button type="button" aria-label="Remove the coupon" data-coupon-remove data-test="coupon-remove">Remove</button>
  </p>
  <p class="visually-hidden" role="status" data-coupon-status></p>`;
