import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawVariant } from '../shop/draw-variant.js';
import { renderShop } from '../shop/render-shop.js';
import { CONTENT_TYPES, readFileBelow } from './read-file.js';

/** @typedef {{ status: number, type: string, body: string | Buffer, headers?: Record<string, string> }} Answer */

/** @param {string} path */
const folder = (path) => fileURLToPath(new URL(path, import.meta.url));

const SHOP_FILES = folder('../shop/public');
const EXAMPLES = /** @type {Record<string, { files: string, fallback?: string }>} */ ({
  spa: { files: folder('../spa'), fallback: 'index.html' },
  gtm: { files: folder('../gtm') },
  'script-tag': { files: folder('../script-tag') },
});

/**
 * @param {number} status
 * @param {string} body
 * @param {Record<string, string>} [headers]
 * @returns {Answer}
 */
const plain = (status, body, headers) => ({ status, type: CONTENT_TYPES.txt, body, headers });

/**
 * What the examples answer to one request, before placeholders are filled in.
 *
 * @param {string} method
 * @param {string} target the request's path with its query
 * @returns {Promise<Answer>}
 */
export const answerTo = async (method, target) => {
  if (method !== 'GET' && method !== 'HEAD') {
    return plain(405, `${method} is not answered here: these are pages to read.\n`, { Allow: 'GET, HEAD' });
  }
  const path = decodedPath(target);
  if (path === undefined) return plain(400, 'The address is no valid path.\n');
  const [, name = '', rest] = /^\/([^/]*)(?:\/(.*))?$/s.exec(path) ?? [];
  const example = Object.hasOwn(EXAMPLES, name) ? EXAMPLES[name] : undefined;
  if (!example) return answerShop(path);
  if (rest === undefined) return plain(308, '', { Location: `/${name}/` });
  return answerExample(example, rest);
};

/**
 * @param {{ files: string, fallback?: string }} example
 * @param {string} path
 * @returns {Promise<Answer>}
 */
const answerExample = async ({ files, fallback }, path) => {
  const isPage = extname(path) === '';
  const file = await readFileBelow(files, isPage ? (fallback ?? `${path}/index.html`) : path);
  return file ? { status: 200, ...file } : plain(404, 'There is no such file.\n');
};

/**
 * @param {string} path
 * @returns {Promise<Answer>}
 */
const answerShop = async (path) => {
  const file = await readFileBelow(SHOP_FILES, path);
  if (file) return { status: 200, ...file };
  const picture = await drawVariant(path);
  if (picture) return { status: 200, type: CONTENT_TYPES.svg, body: picture };
  return { ...(await renderShop(path)), type: CONTENT_TYPES.html };
};

/** @param {string} target */
const decodedPath = (target) => {
  try {
    return decodeURIComponent(new URL(target, 'http://examples.invalid').pathname);
  } catch {
    return undefined;
  }
};
