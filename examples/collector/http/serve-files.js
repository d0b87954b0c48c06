import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

/** @import { IncomingMessage } from 'node:http' */
/** @import { Answer } from './answers.js' */
/** @typedef {{ version: string, etag: string, plain: Buffer, br: Buffer, gzip: Buffer }} ServedFile */

const segment = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/** @type {Record<string, string>} */
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.map': 'application/json; charset=utf-8',
};

/** The encoding to use; a client that names one with `q=0` does not want it. @param {string} [accepted] */
function chooseEncoding(accepted = '') {
  const wanted = accepted
    .split(',')
    .map((part) => part.trim())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';')[0]?.trim());
  return wanted.includes('br') ? 'br' : wanted.includes('gzip') ? 'gzip' : 'plain';
}

/**
 * Serves the files of one folder, nothing above it, compressed and with a validator.
 * @param {{ folder: string, extensions: string[], headers: Record<string, string> }} parts
 */
export function createFileServer({ folder, extensions, headers }) {
  /** @type {Map<string, ServedFile>} */
  const cache = new Map();

  /** The file behind a path, if it is inside the folder even after links are followed. @param {string} path */
  async function locate(path) {
    const segments = path.split('/');
    if (!segments.every((part) => segment.test(part)) || !extensions.includes(extname(path))) return undefined;
    try {
      const [root, file] = await Promise.all([realpath(folder), realpath(resolve(folder, ...segments))]);
      return file.startsWith(root + sep) ? file : undefined;
    } catch {
      return undefined;
    }
  }

  /** @param {string} file @returns {Promise<ServedFile | undefined>} */
  async function load(file) {
    const { mtimeMs, size, isFile } = await stat(file).then((found) => ({ ...found, isFile: found.isFile() }));
    if (!isFile) return undefined;
    const version = `${mtimeMs}:${size}`;
    const cached = cache.get(file);
    if (cached?.version === version) return cached;
    const plain = await readFile(file);
    const etag = createHash('sha256').update(plain).digest('base64url').slice(0, 22);
    const [br, gzipped] = await Promise.all([promisify(brotliCompress)(plain), promisify(gzip)(plain)]);
    const served = { version, etag, plain, br, gzip: gzipped };
    cache.set(file, served);
    return served;
  }

  /**
   * @param {IncomingMessage} request @param {string} path relative to the folder
   * @returns {Promise<Answer | undefined>} undefined if there is no such file
   */
  return async function serveFile(request, path) {
    const found = await locate(path);
    const file = found && (await load(found));
    if (!found || !file) return undefined;
    const encoding = chooseEncoding(request.headers['accept-encoding']);
    // Weak: the compressed forms are the same file, but not the same bytes.
    const etag = `W/"${file.etag}"`;
    const common = { ...headers, ETag: etag, Vary: 'Accept-Encoding' };
    if (request.headers['if-none-match']?.split(/\s*,\s*/).includes(etag)) return { status: 304, headers: common };
    return {
      status: 200,
      headers: {
        ...common,
        'Content-Type': types[extname(found)] ?? 'application/octet-stream',
        ...(encoding === 'plain' ? {} : { 'Content-Encoding': encoding }),
      },
      body: file[encoding],
    };
  };
}
