import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { publishScripts } from './publish-scripts.js';
import { runStep } from './run-step.js';

/** What the built files are made of. */
const SOURCES = [
  'src',
  'collector/src',
  'collector/tsconfig.json',
  'examples/spa',
  'package-lock.json',
  'package.json',
  'rollup.config.mjs',
  'scripts/publish-scripts.js',
  'tsconfig.json',
];

/** What is built. */
const OUTPUTS = ['dist', 'collector/dist', 'examples/spa/dist'];

/** Says of which sources the built files are. */
const STAMP = '.reports/built-from';

/**
 * @param {string} path a file or a folder
 * @returns {string[]} the files in it
 */
const filesIn = (path) => {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .map((name) => join(path, name))
    .filter((file) => !OUTPUTS.includes(file))
    .flatMap(filesIn)
    .sort();
};

const hashOfSources = () => {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(filesIn)) hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
};

/**
 * Removes what an earlier build has left, now that the new files are there: a server that is running serves them all the while.
 *
 * @param {number} began milliseconds
 */
const removeOlder = (began) => {
  for (const file of OUTPUTS.flatMap(filesInOutput)) if (statSync(file).mtimeMs < began) rmSync(file);
};

/** @param {string} folder */
const filesInOutput = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [];

/**
 * Builds the client, the example that imports the built package, and the collector.
 *
 * @returns {Promise<boolean>} whether all builds succeeded
 */
export const build = async () => {
  const from = hashOfSources();
  rmSync(STAMP, { force: true });
  // A file system may keep times in whole seconds.
  const began = Math.floor(Date.now() / 1000) * 1000;
  const isBuilt =
    (await runStep('rollup', ['-c', '--silent'])) &&
    (await runStep('rollup', ['-c', 'examples/spa/rollup.config.js', '--silent'])) &&
    (await runStep('tsc', ['-p', 'collector/tsconfig.json']));
  if (!isBuilt) return false;
  publishScripts();
  removeOlder(began);
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, from);
  return true;
};

/** @returns {boolean} whether the built files are those of today's sources */
export const isBuilt = () =>
  existsSync(STAMP) &&
  readFileSync(STAMP, 'utf8') === hashOfSources() &&
  OUTPUTS.every((folder) => filesInOutput(folder).length > 0);
