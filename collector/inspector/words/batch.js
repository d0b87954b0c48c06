import { count, plural } from '../format.js';

/** The batches of the stream that could not be stored. */
const en = {
  label: 'Batches that could not be stored',
  title: (/** @type {number} */ batches) => `${plural(batches, 'batch', 'batches')} could not be stored`,
  hint: 'Their senders were told that the events had arrived, and each batch is kept as it came. Mend the cause, then store them again: each event is stored once.',
  latest: (/** @type {number} */ batches) => `The latest ${count(batches)}:`,
  again: (/** @type {number} */ batches) =>
    batches === 1 ? 'Store it again' : `Store ${plural(batches, 'batch', 'batches')} again`,
  when: 'When',
  business: 'Business',
  why: 'Why',
  size: 'Size',
  erased: 'erased',
  stored: (/** @type {number} */ events) => `${plural(events, 'event')} stored`,
  already: (/** @type {number} */ events) =>
    events === 1 ? '1 event was there already' : `${plural(events, 'event')} were there already`,
  failed: (/** @type {number} */ batches) =>
    `${plural(batches, 'batch', 'batches')} could still not be stored (the list shows why)`,
  nothing: 'There was nothing that could be stored.',
  nothingStored: 'Nothing was stored.',
};

/** @type {typeof en} */
const es = {
  label: 'Lotes que no se pudieron guardar',
  title: (batches) =>
    batches === 1 ? '1 lote no se pudo guardar' : `${plural(batches, 'lote')} no se pudieron guardar`,
  hint: 'A quienes los enviaron se les dijo que los eventos habían llegado, y cada lote se conserva tal como llegó. Corregida la causa, se pueden guardar de nuevo: cada evento se guarda una sola vez.',
  latest: (batches) => (batches === 1 ? 'El más reciente:' : `Los ${count(batches)} más recientes:`),
  again: (batches) => (batches === 1 ? 'Guardarlo de nuevo' : `Guardar ${plural(batches, 'lote')} de nuevo`),
  when: 'Cuándo',
  business: 'Negocio',
  why: 'Por qué',
  size: 'Tamaño',
  erased: 'suprimido',
  stored: (events) => (events === 1 ? '1 evento guardado' : `${plural(events, 'evento')} guardados`),
  already: (events) => (events === 1 ? '1 evento ya estaba' : `${plural(events, 'evento')} ya estaban`),
  failed: (batches) =>
    batches === 1
      ? '1 lote todavía no se pudo guardar (la lista muestra por qué)'
      : `${plural(batches, 'lote')} todavía no se pudieron guardar (la lista muestra por qué)`,
  nothing: 'No había nada que se pudiera guardar.',
  nothingStored: 'No se guardó nada.',
};

/** @type {typeof en} */
const pt = {
  label: 'Lotes que não puderam ser guardados',
  title: (batches) =>
    batches === 1 ? '1 lote não pôde ser guardado' : `${plural(batches, 'lote')} não puderam ser guardados`,
  hint: 'Quem os enviou foi informado de que os eventos tinham chegado, e cada lote fica guardado como veio. Corrigida a causa, dá para guardá-los de novo: cada evento é guardado uma única vez.',
  latest: (batches) => (batches === 1 ? 'O mais recente:' : `Os ${count(batches)} mais recentes:`),
  again: (batches) => (batches === 1 ? 'Guardá-lo de novo' : `Guardar ${plural(batches, 'lote')} de novo`),
  when: 'Quando',
  business: 'Negócio',
  why: 'Por quê',
  size: 'Tamanho',
  erased: 'excluído',
  stored: (events) => (events === 1 ? '1 evento guardado' : `${plural(events, 'evento')} guardados`),
  already: (events) => (events === 1 ? '1 evento já estava lá' : `${plural(events, 'evento')} já estavam lá`),
  failed: (batches) =>
    batches === 1
      ? '1 lote ainda não pôde ser guardado (a lista mostra por quê)'
      : `${plural(batches, 'lote')} ainda não puderam ser guardados (a lista mostra por quê)`,
  nothing: 'Não havia nada que pudesse ser guardado.',
  nothingStored: 'Nada foi guardado.',
};

export const batchWords = { en, es, pt };
