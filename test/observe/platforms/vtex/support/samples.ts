import { personal, SECRETS } from '../../../support/hostile-input.ts';

/*
 * Messages and forms of VTEX. Names and units of the fields by the typings of https://github.com/vtex-apps/google-tag-manager
 * and https://developers.vtex.com/docs/api-reference/checkout-api (read 2026-11); the values are ours, and so is the person.
 */

export const productView = {
  eventName: 'vtex:productView',
  event: 'productView',
  currency: 'BRL',
  product: {
    productId: '15',
    productName: 'Garrafa Térmica',
    productReference: 'GT-15',
    brand: 'Serra',
    brandId: 2000,
    categories: ['/Casa/Cozinha/', '/Casa/'],
    categoryId: '7',
    linkText: 'garrafa-termica',
    detailUrl: '/garrafa-termica/p',
    items: [],
    selectedSku: {
      itemId: '1501',
      name: '500 ml',
      ean: '7890001501',
      referenceId: [{ Key: 'RefId', Value: 'GT-15-500' }],
      imageUrl: 'https://casa.vteximg.com.br/arquivos/ids/15.jpg',
      sellers: [
        { sellerId: '9', sellerDefault: false, commertialOffer: { Price: 99, ListPrice: 120, AvailableQuantity: 1 } },
        { sellerId: '1', sellerDefault: true, commertialOffer: { Price: 89.9, ListPrice: 120, AvailableQuantity: 8 } },
      ],
    },
  },
  list: 'Busca',
};

/** An item of a change of the cart, in hundredths. */
export const changed = (quantity = 1, over = {}) => ({
  skuId: '1501',
  productId: '15',
  productRefId: 'GT-15',
  name: 'Garrafa Térmica',
  skuName: '500 ml',
  variant: '500 ml',
  brand: 'Serra',
  category: 'Casa/Cozinha',
  price: 12000,
  sellingPrice: 8990,
  priceIsInt: true,
  quantity,
  imageUrl: 'https://casa.vteximg.com.br/arquivos/ids/15.jpg',
  detailUrl: '/garrafa-termica/p',
  ean: '7890001501',
  seller: '1',
  ...over,
});

export const message = <Values extends object>(name: string, values: Values = {} as Values) => ({
  eventName: `vtex:${name}`,
  event: name,
  currency: 'BRL',
  ...personal,
  ...values,
});

export const formItem = (quantity = 1, over = {}) => ({
  uniqueId: 'A1',
  id: '1501',
  productId: '15',
  refId: 'GT-15-500',
  name: 'Garrafa Térmica 500 ml',
  skuName: '500 ml',
  price: 12000,
  listPrice: 12000,
  sellingPrice: 8990,
  quantity,
  imageUrl: 'https://casa.vteximg.com.br/arquivos/ids/15.jpg',
  detailUrl: '/garrafa-termica/p',
  productCategories: { 3: 'Casa', 7: 'Cozinha' },
  additionalInfo: { brandName: 'Serra', brandId: '2000' },
  isGift: false,
  ...over,
});

export const orderForm = (items: object[] = [formItem()], over: object = {}) => ({
  orderFormId: 'of-771',
  items,
  value: 10_490,
  totalizers: [
    { id: 'Items', name: 'Total', value: 8990 },
    { id: 'Shipping', name: 'Frete', value: 1500 },
  ],
  marketingData: { coupon: 'BEMVINDO', utmSource: 'x' },
  shippingData: {
    address: { street: SECRETS[3], receiverName: SECRETS[2] },
    logisticsInfo: [{ itemIndex: 0, selectedSla: 'Normal', selectedDeliveryChannel: 'delivery' }],
  },
  storePreferencesData: { currencyCode: 'BRL', countryCode: 'BRA' },
  ...personal,
  ...over,
});

export const orderPlaced = message('orderPlaced', {
  transactionId: '1305371685465',
  orderGroup: '1305371685465',
  ordersInOrderGroup: ['1305371685465-01', '1305371685465-02'],
  accountName: 'casa',
  transactionTotal: 194.8,
  transactionSubtotal: 179.8,
  transactionShipping: 15,
  transactionTax: 0,
  transactionDiscounts: 0,
  transactionCurrency: 'BRL',
  coupon: 'BEMVINDO',
  transactionProducts: [
    {
      id: '15',
      sku: '1501',
      productRefId: 'GT-15',
      skuRefId: 'GT-15-500',
      name: 'Garrafa Térmica 500 ml',
      skuName: '500 ml',
      price: 120,
      sellingPrice: 89.9,
      originalPrice: 120,
      quantity: 2,
      slug: 'garrafa-termica',
      brand: 'Serra',
      category: 'Cozinha',
      categoryTree: ['Casa', 'Cozinha'],
      ean: '7890001501',
    },
  ],
  transactionShippingMethod: [{ itemId: '1501', selectedSla: 'Normal' }],
  transactionPaymentType: [{ group: 'creditCard', paymentSystemName: 'Visa', value: 194.8, installments: 3 }],
  visitorContactInfo: [SECRETS[0], 'Ana', 'Souza'],
  visitorAddressStreet: SECRETS[3],
});

/** The first push of a product page of the old portal. */
export const portal = {
  pageCategory: 'Product',
  pageDepartment: 'Casa',
  pageUrl: 'http://www.casa.example/garrafa-termica/p',
  pageTitle: 'Garrafa',
  accountName: 'casa',
  productId: '15',
  productReferenceId: 'GT-15',
  productName: 'Garrafa Térmica',
  productBrandName: 'Serra',
  productDepartmentName: 'Casa',
  productCategoryName: 'Cozinha',
  productEans: ['7890001501'],
  productListPriceFrom: '120',
  productListPriceTo: '120',
  productPriceFrom: '89.9',
  productPriceTo: '89.9',
  skuStocks: { 1501: 8 },
  shelfProductIds: [],
};
