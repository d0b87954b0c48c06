import { copyFile, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { rollup } from 'rollup';
import { PLAUSIBLE_ALONE } from './plausible-alone.js';

/** @import { Plugin } from 'rollup' */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ENTRY = join(ROOT, 'entry-of-the-bench.js');

/** A script that does nothing: what a page costs with it is the page's own. */
export const EMPTY = 'empty.js';

/**
 * Makes one file as an app's bundler would.
 *
 * @param {string} code
 * @param {string} file
 * @param {'es' | 'iife'} format
 * @param {{ entry?: string, plugins?: Plugin[] }} [options] `entry`: the file that the code is taken for, from whose folder packages
 *   are looked up
 */
export const bundle = async (code, file, format, { entry = ENTRY, plugins = [] } = {}) => {
  const made = await rollup({
    input: entry,
    // Of helpers that TypeScript writes into packages: harmless, and nothing that we could mend.
    onwarn: (warning, warn) => (warning.code === 'THIS_IS_UNDEFINED' ? undefined : warn(warning)),
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? code : undefined),
      },
      resolve({ browser: true }),
      ...plugins,
      terser({ ecma: 2020, toplevel: true, compress: { passes: 3 } }),
    ],
  });
  await made.write({ file, format, inlineDynamicImports: true });
  await made.close();
};

/** @param {string} file */
export const weigh = async (file) => {
  const bytes = await readFile(file);
  return {
    minified: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes).length,
  };
};

/**
 * Puts the files that are compared into a folder, so that a build that runs meanwhile changes nothing.
 *
 * @param {string} folder
 */
export const bundleContestants = async (folder) => {
  const vitrina = join(folder, 'vitrina.js');
  const plausible = join(folder, 'plausible.js');
  const createTracker = join(folder, 'create-tracker.js');
  for (const name of await readdir(join(ROOT, 'dist'))) {
    if (/^vitrina\..*js$/.test(name)) await copyFile(join(ROOT, 'dist', name), join(folder, name));
  }
  await bundle(`import plausible from 'plausible-tracker'; window.plausible = plausible;`, plausible, 'iife');
  await bundle(PLAUSIBLE_ALONE, join(folder, 'plausible.alone.js'), 'iife');
  await writeFile(join(folder, EMPTY), '');
  await bundle(`export { createTracker } from './dist/index.js';`, createTracker, 'es');
  return {
    vitrina: await weigh(vitrina),
    plausible: await weigh(plausible),
    createTracker: await weigh(createTracker),
  };
};

/** @typedef {Awaited<ReturnType<typeof bundleContestants>>} Sizes */
