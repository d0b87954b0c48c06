import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

export const CONTENT_TYPES = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  map: 'application/json; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
};

/** @param {string} path */
const contentTypeOf = (path) => new Map(Object.entries(CONTENT_TYPES)).get(extname(path).slice(1));

/**
 * Reads one file below a folder. Answers undefined for whatever is not a file of a known type inside that folder:
 * `..`, hidden files, and symbolic links that lead elsewhere.
 *
 * @param {string} folder
 * @param {string} path relative, decoded, with `/` between its parts
 * @returns {Promise<{ body: Buffer, type: string } | undefined>}
 */
export const readFileBelow = async (folder, path) => {
  const parts = path.split('/').filter((part) => part !== '');
  const type = contentTypeOf(path);
  if (!type || parts.some((part) => part.startsWith('.') || /[\\\0]/.test(part))) return undefined;
  try {
    const [root, file] = await Promise.all([realpath(folder), realpath(join(folder, ...parts))]);
    return file.startsWith(root + sep) ? { body: await readFile(file), type } : undefined;
  } catch {
    return undefined;
  }
};
