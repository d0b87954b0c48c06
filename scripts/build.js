import { rmSync } from 'node:fs';
import { runStep } from './run-step.js';

/**
 * Builds the client, the example that imports the built package, and the collector.
 *
 * @returns {Promise<boolean>} whether all builds succeeded
 */
export const build = async () => {
  for (const folder of ['dist', 'collector/dist']) rmSync(folder, { recursive: true, force: true });
  return (
    (await runStep('rollup', ['-c', '--silent'])) &&
    (await runStep('rollup', ['-c', 'examples/spa/rollup.config.js', '--silent'])) &&
    (await runStep('tsc', ['-p', 'collector/tsconfig.json']))
  );
};
