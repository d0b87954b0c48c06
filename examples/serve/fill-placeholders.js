import { escapeHtml } from './html.js';

/**
 * Puts values in the place of `{{name}}`, escaped for HTML. A name that is not given stays as it stands: a tag for
 * Google Tag Manager holds `{{variables}}` of its own.
 *
 * @param {string} text
 * @param {Record<string, string>} values
 */
export const fillPlaceholders = (text, values) =>
  text.replace(/\{\{(\w+)\}\}/g, (placeholder, name) =>
    Object.hasOwn(values, name) ? escapeHtml(values[name]) : placeholder,
  );

/**
 * Puts markup in the place of `{{name}}`, which may hold further placeholders.
 *
 * @param {string} text
 * @param {Record<string, string>} parts
 */
export const setParts = (text, parts) =>
  Object.entries(parts).reduce((filled, [name, part]) => filled.replaceAll(`{{${name}}}`, () => part), text);

/**
 * Gives every script element of a page the nonce that its Content-Security-Policy names.
 *
 * @param {string} text
 * @param {string} nonce
 */
export const addNonce = (text, nonce) => text.replace(/<script(?=[\s>])/g, `<script nonce="${escapeHtml(nonce)}"`);
