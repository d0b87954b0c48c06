import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** @import { Answer } from './answers.js' */

/** @type {Record<string, string>} */
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** No part of a path begins with a dot, so that no path leads out of the folder. */
const SEGMENT = /^[\w@-][\w.@~-]*$/;

const NOT_BUILT = 'The documentation is not built yet: "npm run docs" builds it.\n';

/**
 * Serves the documentation site, once it is built. It is read anew for each request, because it may be built at any time.
 *
 * @param {string} folder
 */
export const createDocumentation = (folder) => {
  /**
   * @param {string} path
   * @param {number} [status]
   * @returns {Promise<Answer | undefined>}
   */
  const answerWith = async (path, status = 200) => {
    const type = TYPES[extname(path)];
    if (!type || !path.split('/').every((part) => SEGMENT.test(part))) return undefined;
    const body = await readFile(join(folder, path)).catch(() => undefined);
    return body && { status, headers: { 'Content-Type': type, 'Cache-Control': 'no-cache' }, body };
  };

  /**
   * @param {string} path below /docs/
   * @returns {Promise<Answer>}
   */
  return async (path) =>
    (await answerWith(path.replace(/(^|\/)$/, '$1index.html'))) ??
    (await answerWith('404.html', 404)) ?? {
      status: 404,
      headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
      body: NOT_BUILT,
    };
};
