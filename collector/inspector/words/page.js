/** What index.html says, and the state of the page as a whole. */
const en = {
  title: 'Vitrina inspector',
  titleHeld: (/** @type {string} */ held) => `(${held}) Vitrina inspector`,
  titlePaused: '(paused) Vitrina inspector',
  part: 'inspector',
  language: 'Language',
  skip: 'Skip to the events',
  shortcuts: 'Keyboard shortcuts',
  views: 'Views',
  events: 'Events',
  refusals: 'Refusals',
  automations: 'Automations',
  connections: 'Connections',
  visitors: 'Visitors',
  deadLetters: 'Batches that could not be stored',
  filterEvents: 'Filter events',
  install: 'The tag for a shop’s pages',
  details: 'Details',

  pause: 'Pause',
  paused: 'Paused',
  hold: 'Hold events back while you read',
  goOn: 'Let events in again',
  pausedNote: 'The page is paused: what arrives waits until you go on.',

  connecting: 'Connecting',
  live: 'Live',
  reconnecting: 'Reconnecting',
  'signed-out': 'Signed out',
  unknownBrowser:
    'The collector does not know this browser. Open the inspector by its address with the token, which “vitrina-collector token” shows.',
};

/** @type {typeof en} */
const es = {
  title: 'Inspector de Vitrina',
  titleHeld: (held) => `(${held}) Inspector de Vitrina`,
  titlePaused: '(en pausa) Inspector de Vitrina',
  part: 'inspector',
  language: 'Idioma',
  skip: 'Ir a los eventos',
  shortcuts: 'Atajos de teclado',
  views: 'Vistas',
  events: 'Eventos',
  refusals: 'Rechazos',
  automations: 'Automatizaciones',
  connections: 'Conexiones',
  visitors: 'Visitantes',
  deadLetters: 'Lotes que no se pudieron guardar',
  filterEvents: 'Filtrar eventos',
  install: 'La etiqueta para las páginas de una tienda',
  details: 'Detalles',

  pause: 'Pausar',
  paused: 'En pausa',
  hold: 'Retener los eventos mientras se lee',
  goOn: 'Dejar entrar los eventos de nuevo',
  pausedNote: 'La página está en pausa: lo que llega espera hasta que se reanude.',

  connecting: 'Conectando',
  live: 'En vivo',
  reconnecting: 'Reconectando',
  'signed-out': 'Sin acceso',
  unknownBrowser:
    'El colector no conoce este navegador. Hay que abrir el inspector por su dirección con el token, que muestra «vitrina-collector token».',
};

/** @type {typeof en} */
const pt = {
  title: 'Inspetor da Vitrina',
  titleHeld: (held) => `(${held}) Inspetor da Vitrina`,
  titlePaused: '(em pausa) Inspetor da Vitrina',
  part: 'inspetor',
  language: 'Idioma',
  skip: 'Ir para os eventos',
  shortcuts: 'Atalhos de teclado',
  views: 'Telas',
  events: 'Eventos',
  refusals: 'Recusas',
  automations: 'Automações',
  connections: 'Conexões',
  visitors: 'Visitantes',
  deadLetters: 'Lotes que não puderam ser guardados',
  filterEvents: 'Filtrar eventos',
  install: 'A tag para as páginas de uma loja',
  details: 'Detalhes',

  pause: 'Pausar',
  paused: 'Em pausa',
  hold: 'Segurar os eventos durante a leitura',
  goOn: 'Deixar os eventos entrarem de novo',
  pausedNote: 'A página está em pausa: o que chega espera até ela ser retomada.',

  connecting: 'Conectando',
  live: 'Ao vivo',
  reconnecting: 'Reconectando',
  'signed-out': 'Sem acesso',
  unknownBrowser:
    'O coletor não conhece este navegador. É preciso abrir o inspetor pelo endereço com o token, que “vitrina-collector token” mostra.',
};

export const pageWords = { en, es, pt };
