import { plural } from '../format.js';

/** What platforms ask by the law, the question before an erasure, and its receipt. */
const en = {
  asked: {
    data_request: 'A customer asks for the data that is kept',
    customer_redact: 'The data of a customer was to be erased',
    store_redact: 'The data of a shop was to be erased',
  },
  toHandOver: 'To be handed over',
  beingErased: 'Being erased',
  erased: 'Erased',
  isBeingErased: 'It is being erased.',
  erasedEvents: (/** @type {number} */ events) =>
    `Done: ${plural(events, 'event')} lost what could name anybody. Who it was is not kept.`,
  handOver: 'The shop has to hand these data to the customer: download them, and send them on.',
  ordersNamed: (/** @type {string} */ orders) =>
    `The platform names no customer, but orders: ${orders}. Find them by their number in the list of events.`,
  nobodyNamed: 'The platform names neither a customer nor an order, so nothing can be found.',
  download: 'Download the data',

  eraseTitle: (/** @type {string} */ name) => `Erase the events of ${name}?`,
  eraseText:
    'Everything that is stored about them in this collector is removed for good, and a receipt says what was reached. This cannot be undone.',
  eraseForGood: 'Erase for good',
  notAllErased: 'Not everything was erased.',
  saidErased: 'Erased.',

  receipt: 'Receipt',
  erasedWho: 'Erased: {subject}',
  close: 'Close the receipt',
  shownOnce: 'This receipt is shown once: copy it if you need it.',
  copy: 'Copy the receipt',
  yes: 'yes',
  no: 'no',
  /** The members of a receipt. */
  members: {
    business: 'Business',
    erased: 'Erased',
    events: 'Events',
    profiles: 'Profiles',
    sessions: 'Sessions',
    conflicts: 'Conflicts',
    aliases: 'Aliases',
    dead_letters: 'Dead letters',
    refusals: 'Refusals',
    deliveries: 'Deliveries',
    timers: 'Timers',
    marketplace_orders: 'Marketplace orders',
    privacy_requests: 'Privacy requests',
    overwritten: 'Gone from the files',
    erased_at: 'Erased at',
    database: 'Database',
    stream: 'Stream',
    backups: 'Backups',
  },
};

/** @type {typeof en} */
const es = {
  asked: {
    data_request: 'Un cliente pide los datos que se conservan',
    customer_redact: 'Había que suprimir los datos de un cliente',
    store_redact: 'Había que suprimir los datos de una tienda',
  },
  toHandOver: 'Por entregar',
  beingErased: 'En supresión',
  erased: 'Suprimidos',
  isBeingErased: 'La supresión está en curso.',
  erasedEvents: (events) =>
    events === 1
      ? 'Listo: 1 evento perdió lo que podía identificar a alguien. No se conserva de quién era.'
      : `Listo: ${plural(events, 'evento')} perdieron lo que podía identificar a alguien. No se conserva de quién eran.`,
  handOver: 'La tienda debe entregar estos datos al cliente: hay que descargarlos y enviárselos.',
  ordersNamed: (orders) =>
    `La plataforma no nombra a ningún cliente, sino pedidos: ${orders}. Se encuentran por su número en la lista de eventos.`,
  nobodyNamed: 'La plataforma no nombra ni un cliente ni un pedido, así que no se puede encontrar nada.',
  download: 'Descargar los datos',

  eraseTitle: (name) => `¿Suprimir los eventos de ${name}?`,
  eraseText:
    'Todo lo que este colector guarda al respecto se borra para siempre, y un comprobante dice qué se suprimió. Esto no se puede deshacer.',
  eraseForGood: 'Suprimir para siempre',
  notAllErased: 'No se suprimió todo.',
  saidErased: 'Suprimido.',

  receipt: 'Comprobante',
  erasedWho: 'Suprimido: {subject}',
  close: 'Cerrar el comprobante',
  shownOnce: 'Este comprobante se muestra una sola vez: conviene copiarlo si hace falta.',
  copy: 'Copiar el comprobante',
  yes: 'Sí',
  no: 'No',
  members: {
    business: 'Negocio',
    erased: 'Suprimidos',
    events: 'Eventos',
    profiles: 'Perfiles',
    sessions: 'Sesiones',
    conflicts: 'Conflictos',
    aliases: 'Otros nombres',
    dead_letters: 'Lotes no guardados',
    refusals: 'Rechazos',
    deliveries: 'Entregas',
    timers: 'Esperas',
    marketplace_orders: 'Pedidos de marketplaces',
    privacy_requests: 'Solicitudes de privacidad',
    overwritten: 'Borrado de los archivos',
    erased_at: 'Suprimido el',
    database: 'Base de datos',
    stream: 'Flujo (stream)',
    backups: 'Copias de seguridad',
  },
};

/** @type {typeof en} */
const pt = {
  asked: {
    data_request: 'Um cliente pede os dados que são guardados',
    customer_redact: 'Era preciso excluir os dados de um cliente',
    store_redact: 'Era preciso excluir os dados de uma loja',
  },
  toHandOver: 'A entregar',
  beingErased: 'Em exclusão',
  erased: 'Excluídos',
  isBeingErased: 'A exclusão está em andamento.',
  erasedEvents: (events) =>
    events === 1
      ? 'Pronto: 1 evento perdeu o que poderia identificar alguém. Não fica guardado de quem era.'
      : `Pronto: ${plural(events, 'evento')} perderam o que poderia identificar alguém. Não fica guardado de quem eram.`,
  handOver: 'A loja precisa entregar esses dados ao cliente: é só baixá-los e enviá-los a ele.',
  ordersNamed: (orders) =>
    `A plataforma não cita nenhum cliente, e sim pedidos: ${orders}. Eles podem ser encontrados pelo número na lista de eventos.`,
  nobodyNamed: 'A plataforma não cita nem um cliente nem um pedido, por isso não há como encontrar nada.',
  download: 'Baixar os dados',

  eraseTitle: (name) => `Excluir tudo sobre ${name}?`,
  eraseText:
    'Tudo o que este coletor guarda a respeito é apagado para sempre, e um comprovante diz o que foi excluído. Isto não pode ser desfeito.',
  eraseForGood: 'Excluir para sempre',
  notAllErased: 'Nem tudo foi excluído.',
  saidErased: 'Excluído.',

  receipt: 'Comprovante',
  erasedWho: 'Excluído: {subject}',
  close: 'Fechar o comprovante',
  shownOnce: 'Este comprovante é mostrado uma única vez: copie-o se precisar dele.',
  copy: 'Copiar o comprovante',
  yes: 'sim',
  no: 'não',
  members: {
    business: 'Negócio',
    erased: 'Excluídos',
    events: 'Eventos',
    profiles: 'Perfis',
    sessions: 'Sessões',
    conflicts: 'Conflitos',
    aliases: 'Outros nomes',
    dead_letters: 'Lotes não guardados',
    refusals: 'Recusas',
    deliveries: 'Entregas',
    timers: 'Esperas',
    marketplace_orders: 'Pedidos de marketplaces',
    privacy_requests: 'Solicitações de privacidade',
    overwritten: 'Apagado dos arquivos',
    erased_at: 'Excluído em',
    database: 'Banco de dados',
    stream: 'Fluxo (stream)',
    backups: 'Cópias de segurança',
  },
};

export const erasureWords = { en, es, pt };
