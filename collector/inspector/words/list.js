import { plural } from '../format.js';

/**
 * The list of the events, its lines, what stands below it, and in its place before the first event. `range` is a span of time as
 * in `chartWords.ranges`.
 */
const en = {
  found: (/** @type {number} */ _total, /** @type {string} */ shown) => `${shown} found`,
  inList: (/** @type {string} */ shown) => `${shown} events in the list.`,
  toNewest: 'Back to the newest events',
  fresh: (/** @type {number} */ amount) => plural(amount, 'new event'),
  freshShown: (/** @type {number} */ amount) => `${plural(amount, 'new event')} shown.`,

  older: 'Load older events',
  clear: 'Clear the filters',
  widen: 'Look through the last 90 days',
  again: 'Try again',
  loading: 'Loading…',
  all: (/** @type {string} */ range, /** @type {number} */ total) => `That is all ${range}: ${plural(total, 'event')}.`,
  noMatch: (/** @type {string} */ range) => `Nothing ${range} matches. What does will appear as it arrives.`,
  nothing: (/** @type {string} */ range) => `Nothing has happened ${range}.`,

  noVisitor: 'No visitor',
  openTimeline: (/** @type {string} */ session) => `Visitor ${session}: open the timeline`,
  timelineOf: 'Timeline of visitor ',
  notDrawn: (/** @type {string} */ id) => `Event ${id} cannot be shown.`,

  invalid: 'invalid',
  trusted: 'trusted',
  trustedHint: 'Sent with a private key',
  whyInvalid: 'Stored, but invalid',

  firstTitle: 'The window is set up. Waiting for the first visitor.',
  firstLead: 'Leave this page open: an event appears here by itself, within a second or two of what a visitor does.',
  demo: 'Try the demo shop.',
  demoHow:
    'If you have started it, its address was printed next to this one. Open it, look at a product, put it into the cart.',
  own: 'Or use your own shop.',
  still: 'Still nothing?',
  stillHow:
    'Add {option} to the address of the script and look into the console of a shop page. The collector refuses an unknown business id (401) and a shop whose origin is not on the business’s list (403).',

  paste:
    'Paste one of these tags into the head of every page, with your business id. It tells pages, products, carts, checkouts and orders without code.',
  copyTag: 'Copy the tag',
  businessId: 'YOUR-BUSINESS-ID',
  updates: 'Updates by itself',
  updatesHow: (/** @type {number} */ minutes) => {
    const delay = minutes === 0 ? 'with the next page' : `within ${plural(minutes, 'minute')}`;
    return `Right for most shops: after an update of the collector, browsers have the new script ${delay}.`;
  },
  stays: 'Stays as it is',
  staysHow:
    'Never changes by itself: browsers keep this version for a year and run nothing else, until you paste a new tag. For shops that review each change.',
  ownCode:
    'A site that tells all but page views by code of its own can load {small} in place of {script}: it is half as large.',
  otherAddress: 'Does the shop reach this collector by another address than {origin}? Then put that one in its place.',
};

/** @type {typeof en} */
const es = {
  found: (total, shown) => (total === 1 ? `${shown} encontrado` : `${shown} encontrados`),
  inList: (shown) => `Eventos en la lista: ${shown}.`,
  toNewest: 'Volver a los eventos más nuevos',
  fresh: (amount) => plural(amount, 'evento nuevo', 'eventos nuevos'),
  freshShown: (amount) => `${plural(amount, 'evento nuevo', 'eventos nuevos')} en la lista.`,

  older: 'Cargar eventos anteriores',
  clear: 'Quitar los filtros',
  widen: 'Buscar en los últimos 90 días',
  again: 'Reintentar',
  loading: 'Cargando…',
  all: (range, total) => `Es todo lo que hubo ${range}: ${plural(total, 'evento')}.`,
  noMatch: (range) => `Nada coincide con el filtro ${range}. Lo que coincida aparecerá cuando llegue.`,
  nothing: (range) => `No pasó nada ${range}.`,

  noVisitor: 'Sin visitante',
  openTimeline: (session) => `Visitante ${session}: abrir la cronología`,
  timelineOf: 'Cronología del visitante ',
  notDrawn: (id) => `El evento ${id} no se puede mostrar.`,

  invalid: 'inválido',
  trusted: 'de confianza',
  trustedHint: 'Enviado con una clave privada',
  whyInvalid: 'Guardado, pero inválido',

  firstTitle: 'La vitrina está lista. Esperando al primer visitante.',
  firstLead:
    'Deja esta página abierta: un evento aparece aquí por sí solo, uno o dos segundos después de lo que hace un visitante.',
  demo: 'Probar con la tienda de demostración.',
  demoHow: 'Si la iniciaste, su dirección se mostró junto a esta. Ábrela, mira un producto y agrégalo al carrito.',
  own: 'O usar la tienda propia.',
  still: '¿Todavía nada?',
  stillHow:
    'Agrega {option} a la dirección del script y mira la consola de una página de la tienda. El colector rechaza un identificador de negocio desconocido (401) y una tienda cuyo origen no está en la lista del negocio (403).',

  paste:
    'Pega una de estas etiquetas en el head de todas las páginas, con el identificador de tu negocio. Informa páginas, productos, carritos, checkouts y pedidos sin código.',
  copyTag: 'Copiar la etiqueta',
  businessId: 'ID-DE-TU-NEGOCIO',
  updates: 'Se actualiza por sí sola',
  updatesHow: (minutes) => {
    const delay = minutes === 0 ? 'con la página siguiente' : `en ${plural(minutes, 'minuto')} como máximo`;
    return `Adecuada para la mayoría de las tiendas: después de una actualización del colector, los navegadores tienen el script nuevo ${delay}.`;
  },
  stays: 'Queda como está',
  staysHow:
    'Nunca cambia por sí sola: los navegadores conservan esta versión un año y no ejecutan otra cosa hasta que se pegue una etiqueta nueva. Para tiendas que revisan cada cambio.',
  ownCode:
    'Un sitio que informa con su propio código todo menos las páginas vistas puede cargar {small} en lugar de {script}: pesa la mitad.',
  otherAddress: '¿La tienda llega a este colector por una dirección que no es {origin}? Entonces va esa en su lugar.',
};

/** @type {typeof en} */
const pt = {
  found: (total, shown) => (total === 1 ? `${shown} encontrado` : `${shown} encontrados`),
  inList: (shown) => `Eventos na lista: ${shown}.`,
  toNewest: 'Voltar aos eventos mais novos',
  fresh: (amount) => plural(amount, 'evento novo', 'eventos novos'),
  freshShown: (amount) => `${plural(amount, 'evento novo', 'eventos novos')} na lista.`,

  older: 'Carregar eventos anteriores',
  clear: 'Limpar os filtros',
  widen: 'Procurar nos últimos 90 dias',
  again: 'Tentar de novo',
  loading: 'Carregando…',
  all: (range, total) => `É tudo o que houve ${range}: ${plural(total, 'evento')}.`,
  noMatch: (range) => `Nada corresponde ao filtro ${range}. O que corresponder vai aparecer quando chegar.`,
  nothing: (range) => `Nada aconteceu ${range}.`,

  noVisitor: 'Sem visitante',
  openTimeline: (session) => `Visitante ${session}: abrir a linha do tempo`,
  timelineOf: 'Linha do tempo do visitante ',
  notDrawn: (id) => `O evento ${id} não pode ser mostrado.`,

  invalid: 'inválido',
  trusted: 'confiável',
  trustedHint: 'Enviado com uma chave privada',
  whyInvalid: 'Guardado, mas inválido',

  firstTitle: 'A vitrine está pronta. À espera do primeiro visitante.',
  firstLead:
    'Deixe esta página aberta: um evento aparece aqui sozinho, um ou dois segundos depois do que um visitante faz.',
  demo: 'Teste a loja de demonstração.',
  demoHow:
    'Se você a iniciou, o endereço dela foi mostrado junto com este. Abra-a, veja um produto e coloque-o no carrinho.',
  own: 'Ou use a sua própria loja.',
  still: 'Ainda nada?',
  stillHow:
    'Acrescente {option} ao endereço do script e olhe o console de uma página da loja. O coletor recusa um identificador de negócio desconhecido (401) e uma loja cuja origem não está na lista do negócio (403).',

  paste:
    'Cole uma destas tags no head de todas as páginas, com o identificador do seu negócio. Ela informa páginas, produtos, carrinhos, checkouts e pedidos sem código.',
  copyTag: 'Copiar a tag',
  businessId: 'ID-DO-SEU-NEGOCIO',
  updates: 'Atualiza-se sozinha',
  updatesHow: (minutes) => {
    const delay = minutes === 0 ? 'já na página seguinte' : `em até ${plural(minutes, 'minuto')}`;
    return `Certa para a maioria das lojas: depois de uma atualização do coletor, os navegadores têm o script novo ${delay}.`;
  },
  stays: 'Fica como está',
  staysHow:
    'Nunca muda sozinha: os navegadores guardam esta versão por um ano e não executam outra coisa até que você cole uma tag nova. Para lojas que revisam cada mudança.',
  ownCode:
    'Um site que informa com código próprio tudo menos as páginas vistas pode carregar {small} no lugar de {script}: tem a metade do tamanho.',
  otherAddress: 'A loja chega a este coletor por um endereço que não é {origin}? Então use aquele no lugar deste.',
};

export const listWords = { en, es, pt };
