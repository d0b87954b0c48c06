/** Money is counted in hundredths of a peso, so that sums are exact; the tracker gets it in pesos. */
export const CURRENCY = 'UYU';

const WHOLE = new Intl.NumberFormat('en-UY', { style: 'currency', currency: CURRENCY, maximumFractionDigits: 0 });
const EXACT = new Intl.NumberFormat('en-UY', { style: 'currency', currency: CURRENCY });

/** @param {number} hundredths */
export const formatMoney = (hundredths) => (hundredths % 100 === 0 ? WHOLE : EXACT).format(hundredths / 100);

/** @param {number} hundredths */
export const toMoney = (hundredths) => ({ amount: hundredths / 100, currency: CURRENCY });
