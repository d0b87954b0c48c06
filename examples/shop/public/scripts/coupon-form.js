import { findCoupon } from '../coupons.js';
import { readCart, setCoupon } from './cart-store.js';
import { explain } from './explain-fields.js';
import { fillText, find, show } from './find-elements.js';

const form = /** @type {HTMLFormElement} */ (find('[data-coupon]'));
const field = /** @type {HTMLInputElement} */ (find('input', form));

/** Shows the field, or the coupon that the cart has. */
export const showCoupon = () => {
  const coupon = findCoupon(readCart().coupon ?? '');
  fillText('coupon-code', coupon?.code ?? '');
  fillText('coupon-description', coupon?.description ?? '');
  show('[data-coupon]', coupon === undefined);
  show('[data-coupon-taken]', coupon !== undefined);
};

/** The page draws itself anew when the cart says that it has changed. */
export const startCoupon = () => {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const typed = field.value.trim();
    const coupon = findCoupon(typed);
    if (!coupon) {
      explain(
        field,
        typed ? `We know no coupon “${typed}”. Is it spelled as you got it?` : 'Write the code of your coupon.',
      );
      return field.focus();
    }
    explain(field, '');
    field.value = '';
    setCoupon(coupon.code);
    fillText('coupon-status', `${coupon.code}: ${coupon.description}.`);
    find('[data-coupon-remove]').focus();
  });
  field.addEventListener('input', () => explain(field, ''));
  find('[data-coupon-remove]').addEventListener('click', () => {
    setCoupon(undefined);
    fillText('coupon-status', 'The coupon is removed.');
    field.focus();
  });
};
