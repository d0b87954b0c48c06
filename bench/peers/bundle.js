import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { EMPTY, bundle, weigh } from '../bundle-contestants.js';
import { CLIENTS } from './clients/index.js';
import { FOLDER, versionOf } from './install.js';

/** @import { ClientName } from './clients/index.js' */

/** @typedef {{ version: string, minified: number, gzip: number, brotli: number }} Size */

const ROOT = join(FOLDER, '..', '..');

/** Of the packages that are compared, and so not among the project's. @returns {() => import('rollup').Plugin} */
const loadCommonJs = () => createRequire(join(FOLDER, 'package.json'))('@rollup/plugin-commonjs');

/** Once, and not for each page: the best compression takes a second. @param {string} file @param {string | Buffer} code */
const compress = (file, code) => writeFile(`${file}.br`, brotliCompressSync(code));

/**
 * Makes one file of each client, by the same bundler and with the same settings; Vitrina's is the one of the build.
 *
 * @param {string} folder
 * @param {ClientName[]} names
 */
export const bundleClients = async (folder, names) => {
  /** @type {Partial<Record<ClientName, Size>>} */
  const sizes = {};
  await compress(join(folder, EMPTY), '');
  for (const name of names) {
    const { code, package: dependency } = CLIENTS[name];
    const file = join(folder, `${name}.js`);
    if (code && dependency) {
      const plugins = [loadCommonJs()()];
      await bundle(code, file, 'iife', { entry: join(FOLDER, `entry-of-${name}.js`), plugins });
      sizes[name] = { version: versionOf(dependency), ...(await weigh(file)) };
    } else {
      await copyFile(join(ROOT, 'dist', 'vitrina.js'), file);
      const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
      sizes[name] = { version, ...(await weigh(file)) };
    }
    await compress(file, await readFile(file));
  }
  return sizes;
};
