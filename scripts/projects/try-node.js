import { spawnSync } from 'node:child_process';
import { execPath } from 'node:process';
import { prepareProject } from './prepare-project.js';

/**
 * @param {string} cwd
 * @param {string[]} words
 */
const runNode = (cwd, words) => {
  const { stdout, stderr, status } = spawnSync(execPath, words, { cwd, encoding: 'utf8', timeout: 60_000 });
  return { stdout: stdout.trim(), problem: status === 0 && stderr === '' ? undefined : `status ${status}: ${stderr}` };
};

/** @param {{ stdout: string, problem?: string }} run @param {unknown} wanted */
const compare = ({ stdout, problem }, wanted) =>
  problem ?? (stdout === JSON.stringify(wanted) ? undefined : `it said ${stdout} and not ${JSON.stringify(wanted)}`);

/**
 * Plain Node: a server that renders pages with the package in them.
 *
 * @param {{ folder: string, tarball: string }} surroundings
 * @returns {AsyncGenerator<[what: string, problem?: string]>}
 */
export async function* tryNode({ folder, tarball }) {
  const place = prepareProject({ name: 'node' }, { folder, tarball, url: 'http://127.0.0.1:9' });
  const all = runNode(place, ['import-all.js']);
  const count = /"subpaths":(\d+)/.exec(all.stdout)?.[1];
  yield [
    'the import of every subpath does nothing and lets the process end',
    Number(count) > 15 ? compare(all, { subpaths: Number(count), touched: [], added: 0 }) : (all.problem ?? all.stdout),
  ];
  yield [
    'calls on a server return, and nothing is kept',
    compare(runNode(place, ['render.js']), { failed: true, stored: false, isInitialized: false }),
  ];
  yield [
    'CommonJS can require it',
    compare(runNode(place, ['require.cjs']), { createTracker: 'function', track: 'function' }),
  ];
  const { stdout, problem } = runNode(place, ['node_modules/vitrina/dist/check/main.js', '--help']);
  yield [
    'the command "vitrina" says how it is used',
    problem ?? (stdout.includes('vitrina check') ? undefined : stdout),
  ];
}
