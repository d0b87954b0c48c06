import { plural } from '../format.js';

/** The field of the search, what is filtered by, and the filters with few choices. */
const en = {
  field: 'Search product, order, address, visitor or value, or filter by action',
  placeholder: 'Search, or filter by action',
  options: 'Search, actions and visitors',
  searchFor: 'Search for {text}',
  inEvents: 'in the events',
  events: (/** @type {number} */ amount) => plural(amount, 'event'),

  quoted: (/** @type {string} */ text) => `“${text}”`,
  remove: {
    search: 'Remove the filter by search ',
    action: 'Remove the filter by action ',
    session: 'Remove the filter by session ',
    user: 'Remove the filter by user ',
  },

  sentBy: 'Sent by',
  byAnyone: 'Sent by anyone',
  byServers: 'Sent by servers',
  byBrowsers: 'Sent by browsers',
  content: 'Content',
  anyContent: 'Valid and invalid',
  invalidOnly: 'Invalid only',
  business: 'Business',
  allBusinesses: 'All businesses',
  export: 'Export',
  exportShown: 'Export what is shown',
};

/** @type {typeof en} */
const es = {
  field: 'Buscar producto, pedido, dirección, visitante o valor, o filtrar por acción',
  placeholder: 'Buscar, o filtrar por acción',
  options: 'Búsqueda, acciones y visitantes',
  searchFor: 'Buscar {text}',
  inEvents: 'en los eventos',
  events: (amount) => plural(amount, 'evento'),

  quoted: (text) => `«${text}»`,
  remove: {
    search: 'Quitar el filtro por búsqueda ',
    action: 'Quitar el filtro por acción ',
    session: 'Quitar el filtro por sesión ',
    user: 'Quitar el filtro por usuario ',
  },

  sentBy: 'Enviado por',
  byAnyone: 'Enviado por cualquiera',
  byServers: 'Enviado por servidores',
  byBrowsers: 'Enviado por navegadores',
  content: 'Contenido',
  anyContent: 'Válidos e inválidos',
  invalidOnly: 'Solo inválidos',
  business: 'Negocio',
  allBusinesses: 'Todos los negocios',
  export: 'Exportar',
  exportShown: 'Exportar lo que se muestra',
};

/** @type {typeof en} */
const pt = {
  field: 'Buscar produto, pedido, endereço, visitante ou valor, ou filtrar por ação',
  placeholder: 'Buscar, ou filtrar por ação',
  options: 'Busca, ações e visitantes',
  searchFor: 'Buscar {text}',
  inEvents: 'nos eventos',
  events: (amount) => plural(amount, 'evento'),

  quoted: (text) => `“${text}”`,
  remove: {
    search: 'Remover o filtro por busca ',
    action: 'Remover o filtro por ação ',
    session: 'Remover o filtro por sessão ',
    user: 'Remover o filtro por usuário ',
  },

  sentBy: 'Enviado por',
  byAnyone: 'Enviado por qualquer um',
  byServers: 'Enviado por servidores',
  byBrowsers: 'Enviado por navegadores',
  content: 'Conteúdo',
  anyContent: 'Válidos e inválidos',
  invalidOnly: 'Só inválidos',
  business: 'Negócio',
  allBusinesses: 'Todos os negócios',
  export: 'Exportar',
  exportShown: 'Exportar o que é mostrado',
};

export const filterWords = { en, es, pt };
