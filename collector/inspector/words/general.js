/**
 * What is said in several places: buttons, the keyboard, the names of what lies in the panel, what the collector did not answer,
 * and the words of format.js. The other words are written with those, so that these here take numbers as they are shown.
 */
const en = {
  cancel: 'Cancel',
  close: 'Close',
  copied: 'Copied',
  notCopied: 'The browser refused: select it by hand',
  done: 'Done',

  keyboard: 'Keyboard',
  next: 'Next event, older',
  previous: 'Previous event, newer',
  open: 'Open the event',
  closeStep: 'Close what is open, one step at a time',
  search: 'Search, or filter by action or visitor',
  pause: 'Pause or go on',
  help: 'This list',
  letters: 'Letter and sign keys (j, k, p, /, ?) are on',

  event: 'Event',
  visitor: 'Visitor',
  person: 'Person',
  people: 'People',
  receipt: 'Receipt',
  recentVisitors: 'Recent visitors',
  thisVisitor: 'this visitor',

  error: 'Error',
  sorry: 'Sorry',
  notShown: 'This could not be shown',
  noAnswer: (/** @type {string} */ host) =>
    `The collector at ${host} does not answer. Start it again; this page goes on by itself.`,
  oddAnswer: (/** @type {number} */ status, /** @type {string} */ path) =>
    `The collector answered ${status} to ${path}.`,

  now: 'now',
  days: (/** @type {number} */ amount, /** @type {string} */ shown) =>
    amount === 1 ? `${shown} day` : `${shown} days`,
};

/** @type {typeof en} */
const es = {
  cancel: 'Cancelar',
  close: 'Cerrar',
  copied: 'Copiado',
  notCopied: 'El navegador no lo permitió: hay que seleccionarlo a mano',
  done: 'Listo',

  keyboard: 'Teclado',
  next: 'Evento siguiente, más antiguo',
  previous: 'Evento anterior, más nuevo',
  open: 'Abrir el evento',
  closeStep: 'Cerrar lo que está abierto, un paso a la vez',
  search: 'Buscar, o filtrar por acción o visitante',
  pause: 'Pausar o reanudar',
  help: 'Esta lista',
  letters: 'Las teclas de letras y signos (j, k, p, /, ?) están activas',

  event: 'Evento',
  visitor: 'Visitante',
  person: 'Persona',
  people: 'Personas',
  receipt: 'Comprobante',
  recentVisitors: 'Visitantes recientes',
  thisVisitor: 'este visitante',

  error: 'Error',
  sorry: 'Lo sentimos',
  notShown: 'No se pudo mostrar',
  noAnswer: (host) =>
    `El colector en ${host} no responde. Hay que iniciarlo de nuevo; esta página sigue después por sí sola.`,
  oddAnswer: (status, path) => `El colector respondió ${status} a ${path}.`,

  now: 'ahora',
  days: (amount, shown) => (amount === 1 ? `${shown} día` : `${shown} días`),
};

/** @type {typeof en} */
const pt = {
  cancel: 'Cancelar',
  close: 'Fechar',
  copied: 'Copiado',
  notCopied: 'O navegador não permitiu: é preciso selecionar à mão',
  done: 'Pronto',

  keyboard: 'Teclado',
  next: 'Próximo evento, mais antigo',
  previous: 'Evento anterior, mais novo',
  open: 'Abrir o evento',
  closeStep: 'Fechar o que está aberto, um passo de cada vez',
  search: 'Buscar, ou filtrar por ação ou visitante',
  pause: 'Pausar ou retomar',
  help: 'Esta lista',
  letters: 'As teclas de letras e sinais (j, k, p, /, ?) estão ativas',

  event: 'Evento',
  visitor: 'Visitante',
  person: 'Pessoa',
  people: 'Pessoas',
  receipt: 'Comprovante',
  recentVisitors: 'Visitantes recentes',
  thisVisitor: 'este visitante',

  error: 'Erro',
  sorry: 'Desculpe',
  notShown: 'Não foi possível mostrar',
  noAnswer: (host) =>
    `O coletor em ${host} não responde. É preciso iniciá-lo de novo; depois esta página continua sozinha.`,
  oddAnswer: (status, path) => `O coletor respondeu ${status} a ${path}.`,

  now: 'agora',
  days: (amount, shown) => (amount === 1 ? `${shown} dia` : `${shown} dias`),
};

export const generalWords = { en, es, pt };
