import { plural } from '../format.js';

/** The visits of somebody, and what they add up to. `who` are those who told an event, as `tellersOf` lists them. */
const en = {
  later: (/** @type {string} */ span) => `${span} later`,
  toldBy: (/** @type {string} */ who) => `told by ${who}`,
  visit: (/** @type {number} */ number) => `Visit ${number}`,
  told: (/** @type {string} */ who) => `Told by ${who}`,
  lasted: (/** @type {string} */ from, /** @type {string} */ to, /** @type {string} */ span) =>
    `${from} to ${to}, ${span}`,
  events: (/** @type {number} */ amount) => plural(amount, 'event'),
  cameFrom: (/** @type {string} */ source) => `from ${source}`,
  orderedFor: (/** @type {string} */ total) => `ordered ${total}`,
  showEarlier: (/** @type {string} */ number) => `Show the ${number} earlier events`,
  none: 'No event is stored: none arrived yet, or they were erased.',
  activity: 'Activity',
  inVisits: (/** @type {number} */ events, /** @type {number} */ visits) =>
    `${plural(events, 'event')} in ${plural(visits, 'visit')}`,
  latestInVisits: (/** @type {number} */ events, /** @type {number} */ visits, /** @type {string} */ stored) =>
    `${plural(events, 'event')} in ${plural(visits, 'visit')}, the latest of ${stored}`,
  ordered: 'Ordered',
};

/** @type {typeof en} */
const es = {
  later: (span) => `${span} después`,
  toldBy: (who) => `informado por ${who}`,
  visit: (number) => `Visita ${number}`,
  told: (who) => `Informado por ${who}`,
  lasted: (from, to, span) => `de ${from} a ${to}, ${span}`,
  events: (amount) => plural(amount, 'evento'),
  cameFrom: (source) => `vino de ${source}`,
  orderedFor: (total) => `compró por ${total}`,
  showEarlier: (number) => `Mostrar los ${number} eventos anteriores`,
  none: 'No hay eventos guardados: todavía no llegó ninguno, o se suprimieron.',
  activity: 'Actividad',
  inVisits: (events, visits) => `${plural(events, 'evento')} en ${plural(visits, 'visita')}`,
  latestInVisits: (events, visits, stored) =>
    `${plural(events, 'evento')} en ${plural(visits, 'visita')}, los últimos de ${stored}`,
  ordered: 'Comprado',
};

/** @type {typeof en} */
const pt = {
  later: (span) => `${span} depois`,
  toldBy: (who) => `informado por ${who}`,
  visit: (number) => `Visita ${number}`,
  told: (who) => `Informado por ${who}`,
  lasted: (from, to, span) => `das ${from} às ${to}, ${span}`,
  events: (amount) => plural(amount, 'evento'),
  cameFrom: (source) => `veio de ${source}`,
  orderedFor: (total) => `comprou por ${total}`,
  showEarlier: (number) => `Mostrar os ${number} eventos anteriores`,
  none: 'Não há eventos guardados: ainda não chegou nenhum, ou foram excluídos.',
  activity: 'Atividade',
  inVisits: (events, visits) => `${plural(events, 'evento')} em ${plural(visits, 'visita')}`,
  latestInVisits: (events, visits, stored) =>
    `${plural(events, 'evento')} em ${plural(visits, 'visita')}, os últimos de ${stored}`,
  ordered: 'Comprado',
};

export const storyWords = { en, es, pt };
