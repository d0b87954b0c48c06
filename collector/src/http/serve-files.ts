import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { readFile, realpath, stat } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

/** What is to be sent for a file. */
export interface FileAnswer {
  status: 200 | 304;
  headers: Record<string, string>;
  body?: Buffer;
}

interface ServedFile {
  /** Changes with the file. */
  version: string;
  etag: string;
  /** As `integrity` of a script element wants it. */
  integrity: string;
  plain: Buffer;
  br: Buffer;
  gzip: Buffer;
}

export interface FileServerParts {
  folder: string;
  /** Of files that may be served, with the dot. */
  extensions: string[];
  /** Of every answer. */
  headers: Record<string, string>;
}

const segment = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.map': 'application/json; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
};

/** The encoding to use; a client that names one with `q=0` does not want it. */
function chooseEncoding(accepted = ''): 'br' | 'gzip' | 'plain' {
  const wanted = accepted
    .split(',')
    .map((part) => part.trim())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';')[0]?.trim());
  return wanted.includes('br') ? 'br' : wanted.includes('gzip') ? 'gzip' : 'plain';
}

/**
 * Serves the files of one folder, nothing above it, with a validator. A file is compressed once, as well as can be, and not for
 * each request: it is read on every page of a shop.
 */
export function createFileServer({ folder, extensions, headers }: FileServerParts) {
  const cache = new Map<string, ServedFile>();

  /** The file behind a path, if it is inside the folder even after links are followed. */
  async function locate(path: string): Promise<string | undefined> {
    const segments = path.split('/');
    if (!segments.every((part) => segment.test(part)) || !extensions.includes(extname(path))) return undefined;
    try {
      const [root, file] = await Promise.all([realpath(folder), realpath(resolve(folder, ...segments))]);
      return file.startsWith(root + sep) ? file : undefined;
    } catch {
      return undefined;
    }
  }

  async function load(file: string): Promise<ServedFile | undefined> {
    const { mtimeMs, size, isFile } = await stat(file).then((found) => ({ ...found, isFile: found.isFile() }));
    if (!isFile) return undefined;
    const version = `${mtimeMs}:${size}`;
    const cached = cache.get(file);
    if (cached?.version === version) return cached;
    const plain = await readFile(file);
    const etag = createHash('sha256').update(plain).digest('base64url').slice(0, 22);
    const integrity = `sha384-${createHash('sha384').update(plain).digest('base64')}`;
    const [br, gzipped] = await Promise.all([promisify(brotliCompress)(plain), promisify(gzip)(plain)]);
    const served = { version, etag, integrity, plain, br, gzip: gzipped };
    cache.set(file, served);
    return served;
  }

  return {
    /**
     * @param path relative to the folder
     * @param integrity hash that the file must have
     * @returns undefined if there is no such file
     */
    async serve(request: IncomingHttpHeaders, path: string, integrity?: string): Promise<FileAnswer | undefined> {
      const found = await locate(path);
      const file = found && (await load(found));
      if (!found || !file || (integrity !== undefined && file.integrity !== integrity)) return undefined;
      const encoding = chooseEncoding(request['accept-encoding']);
      // Weak: the compressed forms are the same file, but not the same bytes.
      const etag = `W/"${file.etag}"`;
      const common = { ...headers, ETag: etag, Vary: 'Accept-Encoding' };
      if (request['if-none-match']?.split(/\s*,\s*/).includes(etag)) return { status: 304, headers: common };
      return {
        status: 200,
        headers: {
          ...common,
          'Content-Type': types[extname(found)] ?? 'application/octet-stream',
          ...(encoding === 'plain' ? {} : { 'Content-Encoding': encoding }),
        },
        body: file[encoding],
      };
    },
  };
}
