import { spawn } from 'node:child_process';
import { env, execPath, platform } from 'node:process';

/**
 * Runs a program and shows its output.
 *
 * @param {string} command a program, `node`, or a command of an installed package
 * @param {string[]} words
 * @param {(output: string) => void} [hear] gets the output in place of the terminal, when the program has ended
 * @returns {Promise<boolean>} whether it exited with 0
 */
export const runStep = (command, words = [], hear) =>
  new Promise((resolve) => {
    const isNode = command === 'node';
    const to = hear ? 'pipe' : 'inherit';
    const child = spawn(isNode ? execPath : command, words, {
      stdio: ['ignore', to, to],
      env: { ...env, PATH: `node_modules/.bin${platform === 'win32' ? ';' : ':'}${env.PATH ?? ''}` },
      // On Windows the commands of packages are .cmd files, which only a shell can start.
      shell: platform === 'win32' && !isNode,
    });
    child.once('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(false);
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
    }
    child.once('close', (code) => {
      hear?.(output);
      resolve(code === 0);
    });
  });
