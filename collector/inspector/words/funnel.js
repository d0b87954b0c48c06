import { plural } from '../format.js';

/** How far visitors got on the way to an order. `{who}` stands for how many of whom they are. */
const en = {
  title: 'The way to an order',
  note: 'Who went further counts in the steps before, too, since not every page tells each step. Orders that only a server tells have no visitor.',
  notNarrowed: 'The search and the action do not narrow it.',
  campaign: 'Campaign',
  anyCampaign: 'Any, or none',
  campaignOf: (/** @type {string} */ campaign, /** @type {number} */ visitors) =>
    `${campaign} (${plural(visitors, 'visitor')})`,

  ofVisitors: (/** @type {string} */ part, /** @type {number} */ visitors) =>
    `${part} of ${plural(visitors, 'visitor')}`,
  ofThem: (/** @type {string} */ part) => `${part} of them`,
  steps: {
    product: (/** @type {number} */ _part) => '{who} looked at a product',
    cart: (/** @type {number} */ _part) => '{who} put something into the cart',
    checkout: (/** @type {number} */ _part) => '{who} began the checkout',
    order: (/** @type {number} */ _part) => '{who} ordered',
  },
};

/** @type {typeof en} */
const es = {
  title: 'El camino hasta un pedido',
  note: 'Quien llegó más lejos cuenta también en los pasos anteriores, porque no todas las páginas informan cada paso. Los pedidos que solo informa un servidor no tienen visitante.',
  notNarrowed: 'La búsqueda y la acción no lo limitan.',
  campaign: 'Campaña',
  anyCampaign: 'Cualquiera, o ninguna',
  campaignOf: (campaign, visitors) => `${campaign} (${plural(visitors, 'visitante')})`,

  ofVisitors: (part, visitors) => `${part} de ${plural(visitors, 'visitante')}`,
  ofThem: (part) => `${part} de ellos`,
  steps: {
    product: (part) => (part === 1 ? '{who} miró un producto' : '{who} miraron un producto'),
    cart: (part) => (part === 1 ? '{who} agregó algo al carrito' : '{who} agregaron algo al carrito'),
    checkout: (part) => (part === 1 ? '{who} empezó el checkout' : '{who} empezaron el checkout'),
    order: (part) => (part === 1 ? '{who} hizo un pedido' : '{who} hicieron un pedido'),
  },
};

/** @type {typeof en} */
const pt = {
  title: 'O caminho até um pedido',
  note: 'Quem foi mais longe também conta nos passos anteriores, porque nem toda página informa cada passo. Pedidos que só um servidor informa não têm visitante.',
  notNarrowed: 'A busca e a ação não o restringem.',
  campaign: 'Campanha',
  anyCampaign: 'Qualquer uma, ou nenhuma',
  campaignOf: (campaign, visitors) => `${campaign} (${plural(visitors, 'visitante')})`,

  ofVisitors: (part, visitors) => `${part} de ${plural(visitors, 'visitante')}`,
  ofThem: (part) => `${part} deles`,
  steps: {
    product: (part) => (part === 1 ? '{who} viu um produto' : '{who} viram um produto'),
    cart: (part) => (part === 1 ? '{who} colocou algo no carrinho' : '{who} colocaram algo no carrinho'),
    checkout: (part) => (part === 1 ? '{who} iniciou o checkout' : '{who} iniciaram o checkout'),
    order: (part) => (part === 1 ? '{who} fez um pedido' : '{who} fizeram um pedido'),
  },
};

export const funnelWords = { en, es, pt };
