import { plural } from '../format.js';

/** The visitors, the people, and the story of one of them. */
const en = {
  views: 'Visitors and people',
  visitors: 'Visitors',
  people: 'People',
  events: (/** @type {number} */ events) => plural(events, 'event'),
  sessions: (/** @type {number} */ sessions) => plural(sessions, 'session'),
  conflicts: (/** @type {number} */ conflicts) => plural(conflicts, 'conflict'),
  aliases: (/** @type {number} */ aliases) => plural(aliases, 'alias', 'aliases'),

  whoWasHere: 'Who was here',
  recentVisitors: 'Recent visitors',
  closeVisitors: 'Close the visitors',
  noVisitors: 'Nobody yet. Every visitor of the shop gets a line here; it opens what they did, visit by visit.',

  whoIsKnown: 'Who is known',
  closePeople: 'Close the people',
  find: 'Find a person by user id or session',
  findHint: 'User id or session',
  noPeople: 'Nobody yet. A person gets a line here as soon as a shop has identified a visitor.',
  notFound: 'Nobody has this id.',

  visitor: 'Visitor',
  closeVisitor: 'Close the timeline',
  person: 'Person',
  closePerson: 'Close the person',
  firstSeen: 'First seen',
  lastSeen: 'Last seen',
  session: 'Session',
  platform: 'Platform',
  business: 'Business',
  downloadVisitor: 'Download this visitor’s data',
  downloadAt: (/** @type {string} */ business) => `Download the data at ${business}`,
  eraseVisitor: 'Erase this visitor’s events',
  downloadPerson: 'Download this person’s data',
  erasePerson: 'Erase this person',
  timeline: 'Timeline',

  conflictsHint: 'Somebody else was named in a session that stays with the first. Events are with whom they name.',
  conflictOf: 'in session {session} of {holder}, {time}',
  conflictOfNobody: 'in session {session}, which is nobody’s any more, {time}',
  aliasesHint: 'Other names of this person, joined by the shop with its private key. They can be parted again.',
  countsAs: '{from} counts as {to}',
  sessionsHint: 'Browsers in which this person was known; what happened there before belongs to the person, too.',
  since: (/** @type {string} */ from) => `since ${from}`,
  sinceByServer: (/** @type {string} */ from) => `since ${from}, said by a server`,
  sinceUntil: (/** @type {string} */ from, /** @type {string} */ to) => `since ${from}, until ${to}`,
  sinceUntilByServer: (/** @type {string} */ from, /** @type {string} */ to) =>
    `since ${from}, until ${to}, said by a server`,
  traits: 'Traits',
  traitsHint: 'What was said of the person. What only browsers have said may be made up.',

  /** Who has told something; they also stand in a list, such as "the browser and Tiendanube". */
  browser: 'the browser',
  server: 'the shop’s server',
  automation: 'an automation',
};

/** @type {typeof en} */
const es = {
  views: 'Visitantes y personas',
  visitors: 'Visitantes',
  people: 'Personas',
  events: (events) => plural(events, 'evento'),
  sessions: (sessions) => plural(sessions, 'sesión', 'sesiones'),
  conflicts: (conflicts) => plural(conflicts, 'conflicto'),
  aliases: (aliases) => plural(aliases, 'otro nombre', 'otros nombres'),

  whoWasHere: 'Quién estuvo aquí',
  recentVisitors: 'Visitantes recientes',
  closeVisitors: 'Cerrar los visitantes',
  noVisitors:
    'Todavía nadie. Cada visitante de la tienda aparece aquí en una línea, que abre lo que hizo, visita por visita.',

  whoIsKnown: 'A quién se conoce',
  closePeople: 'Cerrar las personas',
  find: 'Buscar una persona por id de usuario o sesión',
  findHint: 'Id de usuario o sesión',
  noPeople: 'Todavía nadie. Una persona aparece aquí en cuanto una tienda identifica a un visitante.',
  notFound: 'Nadie tiene este id.',

  visitor: 'Visitante',
  closeVisitor: 'Cerrar la cronología',
  person: 'Persona',
  closePerson: 'Cerrar la persona',
  firstSeen: 'Primera vez',
  lastSeen: 'Última vez',
  session: 'Sesión',
  platform: 'Plataforma',
  business: 'Negocio',
  downloadVisitor: 'Descargar los datos de este visitante',
  downloadAt: (business) => `Descargar los datos en ${business}`,
  eraseVisitor: 'Suprimir los eventos de este visitante',
  downloadPerson: 'Descargar los datos de esta persona',
  erasePerson: 'Suprimir a esta persona',
  timeline: 'Cronología',

  conflictsHint:
    'En una sesión se nombró a otra persona, y la sesión sigue siendo de la primera. Cada evento queda con la persona que nombra.',
  conflictOf: 'en la sesión {session} de {holder}, {time}',
  conflictOfNobody: 'en la sesión {session}, que ya no es de nadie, {time}',
  aliasesHint: 'La tienda los unió a esta persona con su clave privada. Se pueden volver a separar.',
  countsAs: '{from} cuenta como {to}',
  sessionsHint: 'Navegadores en los que se conoció a esta persona; lo que ocurrió antes en ellos también le pertenece.',
  since: (from) => `desde el ${from}`,
  sinceByServer: (from) => `desde el ${from}, según un servidor`,
  sinceUntil: (from, to) => `desde el ${from} hasta el ${to}`,
  sinceUntilByServer: (from, to) => `desde el ${from} hasta el ${to}, según un servidor`,
  traits: 'Atributos',
  traitsHint: 'Lo que se dijo de la persona. Lo que solo dijeron navegadores puede ser inventado.',

  browser: 'el navegador',
  server: 'el servidor de la tienda',
  automation: 'una automatización',
};

/** @type {typeof en} */
const pt = {
  views: 'Visitantes e pessoas',
  visitors: 'Visitantes',
  people: 'Pessoas',
  events: (events) => plural(events, 'evento'),
  sessions: (sessions) => plural(sessions, 'sessão', 'sessões'),
  conflicts: (conflicts) => plural(conflicts, 'conflito'),
  aliases: (aliases) => plural(aliases, 'outro nome', 'outros nomes'),

  whoWasHere: 'Quem esteve aqui',
  recentVisitors: 'Visitantes recentes',
  closeVisitors: 'Fechar os visitantes',
  noVisitors:
    'Ninguém ainda. Cada visitante da loja aparece aqui em uma linha, que abre o que ele fez, visita por visita.',

  whoIsKnown: 'Quem é conhecido',
  closePeople: 'Fechar as pessoas',
  find: 'Buscar uma pessoa por id de usuário ou sessão',
  findHint: 'Id de usuário ou sessão',
  noPeople: 'Ninguém ainda. Uma pessoa aparece aqui assim que uma loja identifica um visitante.',
  notFound: 'Ninguém tem este id.',

  visitor: 'Visitante',
  closeVisitor: 'Fechar a linha do tempo',
  person: 'Pessoa',
  closePerson: 'Fechar a pessoa',
  firstSeen: 'Primeira vez',
  lastSeen: 'Última vez',
  session: 'Sessão',
  platform: 'Plataforma',
  business: 'Negócio',
  downloadVisitor: 'Baixar os dados deste visitante',
  downloadAt: (business) => `Baixar os dados em ${business}`,
  eraseVisitor: 'Excluir os eventos deste visitante',
  downloadPerson: 'Baixar os dados desta pessoa',
  erasePerson: 'Excluir esta pessoa',
  timeline: 'Linha do tempo',

  conflictsHint:
    'Outra pessoa foi citada em uma sessão que continua sendo da primeira. Cada evento fica com a pessoa que ele cita.',
  conflictOf: 'na sessão {session} de {holder}, {time}',
  conflictOfNobody: 'na sessão {session}, que não é mais de ninguém, {time}',
  aliasesHint: 'A loja os uniu a esta pessoa com a chave privada dela. Podem ser separados de novo.',
  countsAs: '{from} conta como {to}',
  sessionsHint: 'Navegadores em que esta pessoa foi conhecida; o que aconteceu neles antes também pertence a ela.',
  since: (from) => `desde ${from}`,
  sinceByServer: (from) => `desde ${from}, segundo um servidor`,
  sinceUntil: (from, to) => `de ${from} até ${to}`,
  sinceUntilByServer: (from, to) => `de ${from} até ${to}, segundo um servidor`,
  traits: 'Atributos',
  traitsHint: 'O que foi dito da pessoa. O que só navegadores disseram pode ser inventado.',

  browser: 'navegador',
  server: 'servidor da loja',
  automation: 'automação',
};

export const peopleWords = { en, es, pt };
