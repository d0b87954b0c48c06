import resolve from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
import { toDocument } from '../../../support/page-server.ts';
import { startShopServer, toScript } from '../shop-server.ts';

/** Personal data of the customer, which the platform shows in many places. */
export const SECRETS = ['ana.souza@example.com', 'Ana Souza', 'Rua das Flores', '12345678909'];

const BOTTLE = { productId: '15', skuId: '1501', name: 'Garrafa', slug: 'garrafa', price: 8990 };
const CUP = { productId: '16', skuId: '1601', name: 'Xícara', slug: 'xicara', price: 2500 };
type Product = typeof BOTTLE;
const PRODUCTS = [BOTTLE, CUP];

const person = {
  clientProfileData: { email: SECRETS[0], firstName: SECRETS[1], document: SECRETS[3] },
  visitorContactInfo: [SECRETS[0], SECRETS[1]],
  visitorAddressStreet: SECRETS[2],
};

interface ShopOptions {
  /** The tag that the merchant pastes. */
  tag: string;
  /** What the store framework reports of the cart: each change, the whole cart, or both. */
  tells?: 'changes' | 'both';
  /** Whether VTEX's app for Google Tag Manager reports to GA4 and Universal Analytics. */
  hasLayers?: boolean;
}

/** FastStore's own sender (@faststore/sdk, MIT), as its pages bundle it. */
const bundleFastStore = async (): Promise<string> => {
  const entry = '\0entry';
  const bundle = await rollup({
    input: entry,
    onwarn: () => {},
    treeshake: { moduleSideEffects: false },
    // The sender needs none of the package's other dependencies.
    external: (id) => /^[@\w]/.test(id) && id !== '@faststore/sdk',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? "export { sendAnalyticsEvent } from '@faststore/sdk';" : null),
      },
      resolve({ browser: true }),
    ],
  });
  const { output } = await bundle.generate({ format: 'iife', name: 'faststore', globals: () => 'others' });
  await bundle.close();
  return output[0].code.replaceAll('</script', '<\\/script');
};

/**
 * A shop of VTEX: pages of the store framework, of FastStore and of the old portal, and the checkout, which is a jQuery app.
 * Written from the names in https://developers.vtex.com and the typings of https://github.com/vtex-apps (2026-11).
 */
export const startVtex = async ({ tag, tells = 'both', hasLayers = false }: ShopOptions) => {
  let lines: { product: Product; quantity: number }[] = [];
  let coupon: string | null = null;
  let isPaid = false;
  const group = '1305371685465';

  const toItem = ({ product, quantity }: { product: Product; quantity: number }) => ({
    id: product.skuId,
    skuId: product.skuId,
    productId: product.productId,
    name: product.name,
    price: product.price + 1000,
    sellingPrice: product.price,
    priceIsInt: true,
    quantity,
    imageUrl: `https://casa.vteximg.com.br/${product.slug}.jpg`,
    detailUrl: `/${product.slug}/p`,
    brand: 'Serra',
    productCategories: { 3: 'Casa', 7: 'Cozinha' },
    additionalInfo: { brandName: 'Serra' },
  });
  const total = () =>
    lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0) - (coupon ? 1000 : 0) + 1500;
  const toForm = () => ({
    orderFormId: isPaid ? 'of-2' : 'of-1',
    items: lines.map(toItem),
    value: total(),
    totalizers: [{ id: 'Shipping', value: 1500 }],
    marketingData: { coupon },
    shippingData: { address: { street: SECRETS[2] }, logisticsInfo: [{ selectedDeliveryChannel: 'delivery' }] },
    storePreferencesData: { currencyCode: 'BRL' },
    ...person,
  });

  const common = `
    const done = (name) => document.body.dataset[name] = Number(document.body.dataset[name] ?? 0) + 1;
    const post = (name, values) => window.postMessage({ currency: 'BRL', eventName: 'vtex:' + name, event: name, ...values }, window.origin);
    const layer = (ua, key, ga4, item, quantity) => {
      if (!${hasLayers}) return;
      dataLayer.push({ ecommerce: null, ecommerceV2: null });
      dataLayer.push({ event: ua, ecommerce: { currencyCode: 'BRL', [key]: { products: [
        { id: item.productId, name: item.name, variant: item.skuId, price: item.sellingPrice / 100, quantity } ] } } });
      dataLayer.push({ event: ga4, ecommerce: { currency: 'BRL', value: item.sellingPrice * quantity / 100, items: [
        { item_id: item.productId, item_name: item.name, item_variant: item.skuId, price: item.sellingPrice / 100, quantity } ] } });
    };
    const ask = async (path, body) => (await fetch(path, { method: 'POST', body: JSON.stringify(body) })).json();`;

  const toPage = (title: string, globals: string, body: string, inline = '') => ({
    html: toDocument({
      title,
      head: `<script>window.dataLayer = window.dataLayer || []; ${globals}</script>${tag}`,
      body: `${body}<script>${common}${inline}</script>`,
    }),
  });
  const runtime = `window.__RUNTIME__ = { account: 'casa', culture: { currency: 'BRL' } };`;

  const productPage = (product: Product) => {
    const item = toItem({ product, quantity: 1 });
    return toPage(
      product.name,
      runtime,
      '<button id="add">Adicionar</button><button id="drop">Remover</button>',
      `const item = ${toScript(item)};
       // The framework sends messages once it is hydrated, which is long after the scripts of the page have run.
       addEventListener('load', () => {
       post('pageView', { pageTitle: document.title });
       post('userData', { email: '${SECRETS[0]}', firstName: '${SECRETS[1]}' });
       ${tells === 'both' ? `post('cartLoaded', { orderForm: ${toScript(toForm())} });` : ''}
       post('productView', { product: { productId: item.productId, productName: item.name, brand: 'Serra', categories: ['/Casa/Cozinha/', '/Casa/'],
         linkText: '${product.slug}', items: [], selectedSku: { itemId: item.skuId, imageUrl: item.imageUrl,
         sellers: [{ sellerDefault: true, commertialOffer: { Price: item.sellingPrice / 100, AvailableQuantity: 3 } }] } } });
       layer('productDetail', 'detail', 'view_item', item, 1);
       });
       const change = (name, ua, key, ga4, verb) => async () => {
         post(name, { items: [item] });
         layer(ua, key, ga4, item, 1);
         const form = await ask('/api/' + verb, { id: item.skuId });
         ${tells === 'both' ? "post('cartChanged', { items: form.items });" : ''}
         done(verb);
       };
       add.onclick = change('addToCart', 'addToCart', 'add', 'add_to_cart', 'added');
       drop.onclick = change('removeFromCart', 'removeFromCart', 'remove', 'remove_from_cart', 'removed');`,
    );
  };

  // Like vtex.js: state on the instance, and one trigger when the last answer has arrived, including the very first.
  const checkoutPage = () =>
    toPage(
      'Checkout',
      `window.vtex = {}; window.vtexjs = { checkout: { orderForm: undefined } };`,
      `<script src="/jquery.js"></script><button id="plus">+</button><button id="none">remover</button><button id="coupon">cupom</button><a id="go" href="#/email">Fechar pedido</a><a id="pay" href="#/payment">Pagar</a>`,
      `if (!location.hash) location.replace('#/cart');
       const update = async (verb, body = {}) => {
         vtexjs.checkout.orderForm = await ask('/api/' + verb, body);
         $(window).trigger('orderFormUpdated.vtex', [vtexjs.checkout.orderForm]);
         done('updated');
       };
       update('form');
       const [first] = ${toScript(lines.map(toItem))};
       plus.onclick = () => update('added', { id: first.skuId });
       none.onclick = () => update('emptied', { id: first.skuId });
       coupon.onclick = () => update('coupon');`,
    );

  const orderPage = () =>
    toPage(
      'Pedido realizado',
      `window.vtex = {}; dataLayer.push(${toScript({
        event: 'orderPlaced',
        transactionId: group,
        orderGroup: group,
        transactionTotal: total() / 100,
        transactionCurrency: 'BRL',
        transactionProducts: lines.map(({ product, quantity }) => ({
          id: product.productId,
          sku: product.skuId,
          // The platform adds the variant's name.
          name: `${product.name} Único`,
          skuName: 'Único',
          price: product.price / 100,
          quantity,
        })),
        ...person,
        ecommerce: {
          currencyCode: 'BRL',
          purchase: {
            actionField: { id: group, revenue: total() / 100, shipping: 15, coupon },
            products: lines.map(({ product, quantity }) => ({
              id: product.productId,
              name: product.name,
              variant: product.skuId,
              price: product.price / 100,
              quantity,
            })),
          },
        },
      })});
      ${hasLayers ? `dataLayer.push({ event: 'purchase', ecommerce: { transaction_id: '${group}-01', currency: 'BRL', value: ${total() / 100}, items: [{ item_id: '16', item_name: 'Xícara', price: 25, quantity: 2 }] } });` : ''}`,
      '<p>Obrigado</p>',
    );

  const fastStore = await bundleFastStore();
  const fastPage = () =>
    toPage(
      'Garrafa',
      `window.VTEX_METADATA = { renderer: 'faststore' };`,
      '<button id="add">Adicionar</button>',
      `// Stands in for React and the like, of which the sender makes no use.
       const others = new Proxy(() => others, { get: (_, name) => (name === Symbol.toPrimitive ? () => '' : others) });
       ${fastStore}
       const { sendAnalyticsEvent } = faststore;
       const item = { item_id: '15', item_name: 'Garrafa', item_brand: 'Serra', item_variant: '1501', quantity: 1, price: 89.9, currency: 'BRL' };
       const send = (name) => {
         sendAnalyticsEvent({ name, isEcommerceEvent: true, params: { currency: 'BRL', value: 89.9, items: [item] } });
         dataLayer.push({ ecommerce: null });
         dataLayer.push({ event: name, ecommerce: { currency: 'BRL', value: 89.9, items: [item] } });
       };
       addEventListener('load', () => send('view_item'));
       add.onclick = () => send('add_to_cart');`,
    );
  const portalPage = () =>
    toPage(
      'Garrafa',
      `dataLayer.push({ pageCategory: 'Product', productId: '15', productReferenceId: 'GT-15', productName: 'Garrafa', productBrandName: 'Serra',
         productDepartmentName: 'Casa', productCategoryName: 'Cozinha', productEans: ['7890001501'], productPriceFrom: '89.9', productPriceTo: '89.9' });
       window.vtxctx = {}; window.vtex = { events: {} };`,
      '<p>Garrafa</p>',
    );

  const set = (id: unknown, more: number) => {
    const product = PRODUCTS.find(({ skuId }) => skuId === id)!;
    const line = lines.find((one) => one.product === product);
    const quantity = Math.max(0, (line?.quantity ?? 0) + more);
    if (line) line.quantity = quantity;
    else lines.push({ product, quantity });
    lines = lines.filter((one) => one.quantity > 0);
  };
  const changes: Record<string, (id: unknown) => void> = {
    form: () => {},
    added: (id) => set(id, 1),
    removed: (id) => set(id, -1),
    emptied: (id) => set(id, -99),
    coupon: () => void (coupon = 'BEMVINDO'),
  };

  const site = await startShopServer(({ url, json }) => {
    const { pathname } = url;
    const [, verb = ''] = /^\/api\/(\w+)$/.exec(pathname) ?? [];
    if (verb in changes) {
      changes[verb]!(json.id);
      return { json: toForm() };
    }
    const product = PRODUCTS.find(({ slug }) => pathname === `/${slug}/p`);
    if (product) return productPage(product);
    if (pathname === '/checkout/') return checkoutPage();
    if (pathname === '/checkout/orderPlaced/') return orderPage();
    if (pathname === '/fast/p') return fastPage();
    if (pathname === '/portal/p') return portalPage();
    return undefined;
  });
  return {
    ...site,
    orderAddress: `/checkout/orderPlaced/?og=${group}`,
    /** The order is placed, and the platform has begun another cart. */
    pay() {
      isPaid = true;
    },
    empty: () => void (lines = []),
  };
};
