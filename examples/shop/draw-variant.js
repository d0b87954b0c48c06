import { readFile } from 'node:fs/promises';
import { findProduct, findVariant } from './public/catalogue.js';

/** @param {string} slug of a product in the catalogue */
export const readDrawing = (slug) => readFile(new URL(`./drawings/${slug}.svg`, import.meta.url), 'utf8');

/**
 * The picture at `/products/<product>/<sku>.svg`: the product's drawing with the variant's colour in it.
 *
 * @param {string} path
 * @returns {Promise<string | undefined>}
 */
export const drawVariant = async (path) => {
  const [, slug = '', sku = ''] = /^\/products\/([\w-]+)\/([\w-]+)\.svg$/.exec(path) ?? [];
  const product = findProduct(slug);
  const variant = product && findVariant(product, sku);
  if (!variant) return undefined;
  const drawing = await readDrawing(slug);
  return variant.tone ? drawing.replace(/var\(--tone, #\w+\)/g, variant.tone) : drawing;
};
