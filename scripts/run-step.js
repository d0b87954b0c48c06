import { spawn } from 'node:child_process';
import { env, execPath, platform } from 'node:process';

/**
 * Runs a program and shows its output.
 *
 * @param {string} command a program, `node`, or a command of an installed package
 * @param {string[]} words
 * @returns {Promise<boolean>} whether it exited with 0
 */
export const runStep = (command, words = []) =>
  new Promise((resolve) => {
    const isNode = command === 'node';
    const child = spawn(isNode ? execPath : command, words, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...env, PATH: `node_modules/.bin${platform === 'win32' ? ';' : ':'}${env.PATH ?? ''}` },
      // On Windows the commands of packages are .cmd files, which only a shell can start.
      shell: platform === 'win32' && !isNode,
    });
    child.once('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(false);
    });
    child.once('exit', (code) => resolve(code === 0));
  });
