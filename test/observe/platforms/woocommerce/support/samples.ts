/*
 * Answers and pages of a WooCommerce shop. The values are our own.
 *
 * - `item`, `cart`: field names of the Store API as documented by WooCommerce (docs: GPL-3.0, facts only), written down anew.
 * - `overview`, `details`: class names of the order pages of WooCommerce's templates, markup written down anew.
 * - `summary`, `totals`: the same of its blocks, https://github.com/woocommerce/woocommerce, BlockTypes/OrderConfirmation (2026-11).
 */

export const SECRETS = ['ana.souza@example.com', '+598 99 123 456', 'wc_order_s3cretKey', 'Rua das Flores 1', 'Souza'];

export const billing = { email: SECRETS[0], phone: SECRETS[1], address_1: SECRETS[3], last_name: SECRETS[4] };

const prices = (price: string) => ({
  price,
  regular_price: price,
  currency_code: 'UYU',
  currency_symbol: '$',
  currency_minor_unit: 2,
});

export const item = (over: Record<string, unknown> = {}) => ({
  key: 'a1',
  id: 55,
  type: 'simple',
  quantity: 1,
  name: 'Mate &amp; bombilla',
  sku: 'MATE',
  permalink: 'http://shop.localhost:3000/product/mate/',
  images: [{ id: 1, src: 'http://shop.localhost:3000/mate.jpg', thumbnail: '' }],
  variation: [],
  prices: prices('105050'),
  totals: { line_total: '105050', currency_minor_unit: 2 },
  ...over,
});

export const variation = (over: Record<string, unknown> = {}) =>
  item({
    key: 'b2',
    id: 661,
    type: 'variation',
    name: 'Remera',
    sku: 'REM-R',
    permalink: 'http://shop.localhost:3000/product/remera/?attribute_pa_color=rojo',
    images: [{ src: 'http://shop.localhost:3000/rojo.jpg' }],
    variation: [{ attribute: 'Color', value: 'Rojo' }],
    prices: prices('89900'),
    ...over,
  });

export const cart = (items: unknown[], decimals = 2, currency = 'UYU') => ({
  items,
  coupons: [{ code: 'verano', discount_type: 'percent', totals: { total_discount: '300' } }],
  totals: { total_items: '1', total_price: '1', currency_code: currency, currency_minor_unit: decimals },
  billing_address: billing,
  shipping_address: billing,
  items_count: items.length,
});

export const amount = (text: string, symbol = '$') =>
  `<span class="woocommerce-Price-amount amount"><bdi><span class="woocommerce-Price-currencySymbol">${symbol}</span>${text}</bdi></span>`;

export const overview = (total: string) =>
  `<ul class="woocommerce-order-overview order_details">
    <li class="woocommerce-order-overview__order order">Order number: <strong>1042</strong></li>
    <li class="woocommerce-order-overview__email email">Email: <strong>${SECRETS[0]}</strong></li>
    <li class="woocommerce-order-overview__total total">Total: <strong>${amount(total)}</strong></li>
    <li class="woocommerce-order-overview__payment-method method">Payment method: <strong>Cash on delivery</strong></li></ul>`;

const row = (name: string, address: string, quantity: number, total: string) =>
  `<tr class="woocommerce-table__line-item order_item"><td class="woocommerce-table__product-name product-name">
    <a href="${address}">${name}</a> <strong class="product-quantity">&times;&nbsp;${quantity}</strong></td>
    <td class="woocommerce-table__product-total product-total">${amount(total)}</td></tr>`;

export const details = (subtotal = '3.000,00') =>
  `<table class="woocommerce-table woocommerce-table--order-details shop_table order_details"><tbody>
    ${row('Mate', '/product/mate/', 2, '2.101,00')}
    ${row('Remera - Rojo', '/product/remera/?attribute_pa_color=rojo', 1, '899,00')}</tbody>
    <tfoot><tr><th>Subtotal:</th><td>${amount(subtotal)}</td></tr>
    <tr><th>Discount:</th><td>-${amount('300,00')}</td></tr>
    <tr><th>Shipping:</th><td>${amount('200,00')}</td></tr>
    <tr><th>Total:</th><td>${amount('2.900,00')} <small>(includes ${amount('500,00')} VAT)</small></td></tr>
    <tr><th>Payment method:</th><td>Cash on delivery</td></tr></tfoot></table>
  <section class="woocommerce-customer-details"><address>Ana Souza<br>${SECRETS[3]}<p>${SECRETS[1]}</p></address></section>`;

const summaryRow = (name: string, value: string) =>
  `<li class="wc-block-order-confirmation-summary-list-item"><span class="wc-block-order-confirmation-summary-list-item__key">${name}</span>
    <span class="wc-block-order-confirmation-summary-list-item__value">${value}</span></li>`;

/** The order summary of a page of blocks. A row without a value is left out. */
export const summary = (total: string, { email = SECRETS[0], payment = 'Cash on delivery' } = {}) =>
  `<div class="wp-block-woocommerce-order-confirmation-summary wc-block-order-confirmation-summary ">
    <ul class="wc-block-order-confirmation-summary-list">${summaryRow('Order number:', '1042')}${summaryRow('Date:', '22/11/2026')}
    ${summaryRow('Total:', amount(total))}${email && summaryRow('Email:', email)}${payment && summaryRow('Payment method:', payment)}</ul></div>`;

/** The order totals of a page of blocks. They have no subtotal and no payment method. */
export const totals = (rest: [name: string, value: string][] = []) =>
  `<div class="wp-block-woocommerce-order-confirmation-totals wc-block-order-confirmation-totals ">
    <table cellspacing="0" class="wc-block-order-confirmation-totals__table "><thead><tr>
      <th class="wc-block-order-confirmation-totals__product">Product</th><th class="wc-block-order-confirmation-totals__total">Total</th></tr></thead>
    <tbody><tr class="woocommerce-table__line-item order_item"><td class="wc-block-order-confirmation-totals__product">
      <a href="/product/mate/">Mate</a>&nbsp;<strong class="product-quantity">&times;&nbsp;2</strong></td>
      <td class="wc-block-order-confirmation-totals__total">${amount('2.101,00')}</td></tr></tbody>
    <tfoot>${rest
      .map(
        ([name, value]) =>
          `<tr><th class="wc-block-order-confirmation-totals__label" scope="row">${name}</th>
            <td class="wc-block-order-confirmation-totals__total">${value}</td></tr>`,
      )
      .join('')}</tfoot></table></div>`;
