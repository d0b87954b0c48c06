/*
 * The languages that the page speaks. Its words are in words/<topic>.js, as `{ en, es, pt }`, and are asked for where they are
 * used: `wordsOf(listWords).empty`. Names of the wire (actions, members of JSON, ids) are the same in all of them, and so is what
 * the collector or a platform has answered.
 *
 * One word for each thing, here as in docs/es, docs/pt and the panel of the pages:
 *
 *   event           evento                 evento
 *   visitor         visitante              visitante
 *   person          persona                pessoa
 *   order           pedido                 pedido
 *   cart            carrito                carrinho
 *   refusal         rechazo                recusa
 *   automation      automatización         automação
 *   connection      conexión               conexão
 *   account         cuenta                 conta
 *   business        negocio                negócio
 *   shop            tienda                 loja
 *   filter          filtro                 filtro
 *   delivery        entrega                entrega
 *   due             vence                  vence
 *   to tell         contar                 registrar     of an automation; informar of a page, a server, a platform
 *   to store        guardar                guardar
 *   to erase        suprimir (supresión)   excluir (exclusão)
 *   collector       colector               coletor
 *   inspector       inspector              inspetor
 *   view            vista                  tela
 *   timeline        cronología             linha do tempo
 *   tag             etiqueta               tag
 *   webhook         webhook                webhook
 *
 * Spanish is that of all of Latin America, and says "tú" only where a sentence without it would be stiff. Portuguese is that of
 * Brazil, where Tiendanube is Nuvemshop and Mercado Libre is Mercado Livre.
 */

/** @typedef {'en' | 'es' | 'pt'} Language */

const storageKey = 'vitrina-inspector-language';
/** @type {Language[]} */
const known = ['en', 'es', 'pt'];

/**
 * @param {string} tag such as es-AR
 * @returns {Language | undefined}
 */
const languageOf = (tag) => known.find((language) => language === tag.toLowerCase().split(/[-_]/, 1)[0]);

/** @returns {readonly string[]} what the reader's browser prefers, the best first */
const preferred = () => globalThis.navigator?.languages ?? [];

const readChoice = () => {
  try {
    return localStorage.getItem(storageKey) ?? '';
  } catch {
    return '';
  }
};

/** @type {Language | undefined} */
let current;

/**
 * The language of the page: the one that the reader has chosen here, else the first of the browser's that the page speaks.
 * @returns {Language}
 */
export const language = () =>
  (current ??= [readChoice(), ...preferred()].map(languageOf).find((found) => found !== undefined) ?? 'en');

/** The language as `<html lang>` names it. */
export const languageTag = () => (language() === 'pt' ? 'pt-BR' : language());

/** @param {string} tag a browser may have one that is none, such as en-US@posix */
const isUsable = (tag) => {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
};

/** @type {string | undefined} */
let region;

/** What numbers, money and times are written by: the reader's own region, as long as its language is that of the page. */
export const locale = () =>
  (region ??= preferred().find((tag) => languageOf(tag) === language() && isUsable(tag)) ?? languageTag());

/**
 * @template Words
 * @param {Record<Language, Words>} table
 * @returns {Words} in the language of the page
 */
export const wordsOf = (table) => table[language()];

/**
 * Keeps the choice and loads the page again, in the view that the address names. Where the browser keeps nothing, the page stays
 * as it was.
 * @param {string} wanted
 */
export const chooseLanguage = (wanted) => {
  try {
    localStorage.setItem(storageKey, wanted);
  } catch {}
  location.reload();
};
