/*
 * Messages in the forms that the makers of these formats document, with their well-known example products.
 *
 * - `ga4…`: field names and shapes of Google's "Measure ecommerce" and "Recommended events" pages for GA4 (developers.google.com;
 *   text of those pages: CC BY 4.0, their code samples: Apache 2.0). Written down anew with shortened lists.
 * - `ua…`: field names and shapes of Google's "Enhanced Ecommerce" and "Ecommerce (Universal Analytics)" pages for Tag Manager,
 *   licensed alike.
 * - `vtexOrder`: shape of the typings of vtex-apps/google-tag-manager, values our own.
 * - `textNumbers`: our own, after what shops really send.
 */

export const ga4ViewItem = {
  event: 'view_item',
  ecommerce: {
    currency: 'USD',
    value: 30.03,
    items: [
      {
        item_id: 'SKU_12345',
        item_name: 'Stan and Friends Tee',
        affiliation: 'Google Merchandise Store',
        coupon: 'SUMMER_FUN',
        discount: 2.22,
        index: 0,
        item_brand: 'Google',
        item_category: 'Apparel',
        item_category2: 'Adult',
        item_category3: 'Shirts',
        item_category4: 'Crew',
        item_category5: 'Short sleeve',
        item_list_id: 'related_products',
        item_list_name: 'Related Products',
        item_variant: 'green',
        location_id: 'ChIJIQBpAG2ahYAR_6128GcTUEo',
        price: 10.01,
        quantity: 3,
      },
    ],
  },
};

export const ga4Purchase = {
  event: 'purchase',
  ecommerce: {
    transaction_id: 'T_12345',
    value: 72.05,
    tax: 3.6,
    shipping: 5.99,
    currency: 'USD',
    coupon: 'SUMMER_SALE',
    customer_type: 'new',
    items: [
      { item_id: 'SKU_12345', item_name: 'Stan and Friends Tee', coupon: 'SUMMER_FUN', price: 10.01, quantity: 3 },
      { item_id: 'SKU_12346', item_name: "Google Grey Women's Tee", coupon: 'SUMMER_FUN', price: 21.01, quantity: 2 },
    ],
  },
};

export const textNumbers = {
  event: 'purchase',
  ecommerce: {
    transaction_id: '100000123',
    value: '1,542.00',
    tax: '',
    shipping: '0.00',
    currency: 'ARS',
    coupon: '',
    items: [
      {
        item_id: '15',
        item_name: 'Caf&eacute; &amp; mate',
        item_brand: '',
        price: '771.00',
        quantity: '2',
        discount: '',
      },
    ],
  },
};

export const uaAdd = {
  event: 'addToCart',
  ecommerce: {
    currencyCode: 'EUR',
    add: {
      products: [
        {
          name: 'Triblend Android T-Shirt',
          id: '12345',
          price: '15.25',
          brand: 'Google',
          category: 'Apparel/Shirts',
          variant: 'Gray',
          quantity: 1,
        },
      ],
    },
  },
};

export const uaPurchase = {
  ecommerce: {
    purchase: {
      actionField: {
        id: 'T12345',
        affiliation: 'Online Store',
        revenue: '35.43',
        tax: '4.90',
        shipping: '5.99',
        coupon: 'SUMMER_SALE',
      },
      products: [
        {
          name: 'Triblend Android T-Shirt',
          id: '12345',
          price: '15.25',
          brand: 'Google',
          category: 'Apparel',
          variant: 'Gray',
          quantity: 1,
          coupon: '',
        },
        {
          name: 'Donut Friday Scented T-Shirt',
          id: '67890',
          price: '33.75',
          brand: 'Google',
          category: 'Apparel',
          variant: 'Black',
          quantity: 1,
        },
      ],
    },
  },
};

export const uaStandard = {
  transactionId: '1234',
  transactionAffiliation: 'Acme Clothing',
  transactionTotal: '11.99',
  transactionTax: '1.29',
  transactionShipping: '5',
  transactionProducts: [
    { sku: 'DD44', name: 'T-Shirt', category: 'Apparel', price: '11.99', quantity: 1 },
    { sku: 'AA1243544', name: 'Socks', category: 'Apparel', price: '9.99', quantity: '2' },
  ],
};

export const vtexOrder = {
  event: 'orderPlaced',
  ecommerce: {
    currencyCode: 'BRL',
    purchase: {
      actionField: { id: 'v100-01', affiliation: 'shop', revenue: 95.5, tax: 0, shipping: 15.5, coupon: 'BEMVINDO' },
      products: [
        {
          id: '12',
          name: 'Erva',
          sku: '34',
          price: 80,
          quantity: 1,
          category: 'Bebidas/Mate',
          brand: 'Sul',
          variant: '34',
        },
      ],
    },
  },
  transactionId: 'v100',
  transactionTotal: 95.5,
  transactionProducts: [{ id: '12', sku: '34', name: 'Erva', price: 80, quantity: 1 }],
  visitorContactInfo: ['ana@example.com', 'Ana', 'Souza'],
  visitorAddressStreet: 'Rua das Flores 1',
};
