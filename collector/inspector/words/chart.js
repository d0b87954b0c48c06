/** The card above the list: the picture, its figures and its span of time. */
const en = {
  title: 'What happened',
  sum: (/** @type {number} */ total, /** @type {string} */ range) =>
    total === 1 ? `{count} event ${range}` : `{count} events ${range}`,
  picture: (/** @type {string} */ range) => `Actions ${range}, stacked by kind`,
  otherActions: 'other actions',
  other: 'other',
  none: 'None yet',
  nothing: 'nothing',
  legend: 'Filter by action',
  table: 'The picture as a table',
  asTable: 'Show as a table',
  from: 'From',
  together: 'Together',

  span: 'Span of time',
  choose: (/** @type {string} */ name, /** @type {string} */ range) => `${name}: show what happened ${range}`,
  ranges: {
    '15m': 'in the last 15 minutes',
    '1h': 'in the last hour',
    '24h': 'in the last 24 hours',
    '7d': 'in the last 7 days',
    '30d': 'in the last 30 days',
    '90d': 'in the last 90 days',
  },

  figures: 'Figures',
  visitors: 'Visitors',
  visitorsHint: 'Sessions with an event',
  carts: 'Carts',
  cartsHint: 'Sessions that put something into the cart',
  orders: 'Orders',
  ordersHint: 'Each once, although the browser and the server may tell it',
  revenue: 'Revenue',
  revenueHint: 'Of these orders, by currency',
  conversion: 'Conversion',
  conversionHint: 'Visitors with an order, of all',
};

/** @type {typeof en} */
const es = {
  title: 'Qué pasó',
  sum: (total, range) => (total === 1 ? `{count} evento ${range}` : `{count} eventos ${range}`),
  picture: (range) => `Acciones ${range}, apiladas por tipo`,
  otherActions: 'otras acciones',
  other: 'otras',
  none: 'Ninguna todavía',
  nothing: 'nada',
  legend: 'Filtrar por acción',
  table: 'El gráfico como tabla',
  asTable: 'Ver como tabla',
  from: 'Desde',
  together: 'En total',

  span: 'Período',
  choose: (name, range) => `${name}: mostrar qué pasó ${range}`,
  ranges: {
    '15m': 'en los últimos 15 minutos',
    '1h': 'en la última hora',
    '24h': 'en las últimas 24 horas',
    '7d': 'en los últimos 7 días',
    '30d': 'en los últimos 30 días',
    '90d': 'en los últimos 90 días',
  },

  figures: 'Cifras',
  visitors: 'Visitantes',
  visitorsHint: 'Sesiones con algún evento',
  carts: 'Carritos',
  cartsHint: 'Sesiones que agregaron algo al carrito',
  orders: 'Pedidos',
  ordersHint: 'Cada uno una vez, aunque lo informen el navegador y el servidor',
  revenue: 'Ingresos',
  revenueHint: 'De estos pedidos, por moneda',
  conversion: 'Conversión',
  conversionHint: 'Visitantes con un pedido, del total',
};

/** @type {typeof en} */
const pt = {
  title: 'O que aconteceu',
  sum: (total, range) => (total === 1 ? `{count} evento ${range}` : `{count} eventos ${range}`),
  picture: (range) => `Ações ${range}, empilhadas por tipo`,
  otherActions: 'outras ações',
  other: 'outras',
  none: 'Nenhuma ainda',
  nothing: 'nada',
  legend: 'Filtrar por ação',
  table: 'O gráfico como tabela',
  asTable: 'Ver como tabela',
  from: 'A partir de',
  together: 'No total',

  span: 'Período',
  choose: (name, range) => `${name}: mostrar o que aconteceu ${range}`,
  ranges: {
    '15m': 'nos últimos 15 minutos',
    '1h': 'na última hora',
    '24h': 'nas últimas 24 horas',
    '7d': 'nos últimos 7 dias',
    '30d': 'nos últimos 30 dias',
    '90d': 'nos últimos 90 dias',
  },

  figures: 'Números',
  visitors: 'Visitantes',
  visitorsHint: 'Sessões com algum evento',
  carts: 'Carrinhos',
  cartsHint: 'Sessões que colocaram algo no carrinho',
  orders: 'Pedidos',
  ordersHint: 'Cada um uma vez, mesmo que o navegador e o servidor o informem',
  revenue: 'Receita',
  revenueHint: 'Destes pedidos, por moeda',
  conversion: 'Conversão',
  conversionHint: 'Visitantes com um pedido, do total',
};

export const chartWords = { en, es, pt };
