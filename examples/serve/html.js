/** @typedef {{ markup: string }} Markup Text that is HTML already and must not be escaped again. */

const ESCAPES = /** @type {Record<string, string>} */ ({
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
});

/** @param {unknown} value */
export const escapeHtml = (value) => String(value).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

/**
 * @param {string} text
 * @returns {Markup}
 */
export const markup = (text) => ({ markup: text });

/**
 * @param {unknown} value
 * @returns {string}
 */
const render = (value) => {
  if (value === undefined || value === null || value === false) return '';
  if (Array.isArray(value)) return value.map(render).join('');
  if (typeof value === 'object' && 'markup' in value) return String(value.markup);
  return escapeHtml(value);
};

/**
 * A template tag: values are escaped, unless they are markup or lists of markup; `false` and `undefined` leave nothing.
 *
 * @param {TemplateStringsArray} strings
 * @param {...unknown} values
 * @returns {Markup}
 */
export const html = (strings, ...values) => markup(String.raw({ raw: strings }, ...values.map(render)));
