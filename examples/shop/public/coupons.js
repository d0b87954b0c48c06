/**
 * @typedef {{ code: string, description: string, percent: number }} Coupon
 */

/** The one that is written beside the field. @type {Coupon} */
export const demoCoupon = { code: 'RIVER10', description: 'A tenth off all goods', percent: 10 };

const coupons = [demoCoupon];

/** @param {string} text as it was typed in */
export const findCoupon = (text) => coupons.find(({ code }) => code === text.trim().toUpperCase());

/**
 * @param {number} goods in hundredths
 * @param {Coupon} [coupon]
 * @returns {number} in hundredths
 */
export const discountOf = (goods, coupon) => Math.round((goods * (coupon?.percent ?? 0)) / 100);
