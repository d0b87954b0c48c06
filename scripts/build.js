import { rmSync } from 'node:fs';
import { runStep } from './run-step.js';

/**
 * Builds the client, then the example that imports the built package.
 *
 * @returns {Promise<boolean>} whether both builds succeeded
 */
export const build = async () => {
  rmSync('dist', { recursive: true, force: true });
  return (
    (await runStep('rollup', ['-c', '--silent'])) &&
    (await runStep('rollup', ['-c', 'examples/spa/rollup.config.js', '--silent']))
  );
};
