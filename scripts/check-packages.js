/**
 * `npm run package`: checks what is published, the client and the collector. `-- --install` lets npm install the packed collector.
 */
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { runStep } from './run-step.js';
import { tryCollector } from './try-collector.js';

const FOLDERS = ['.', 'collector'];

export const checkPackages = async () => {
  for (const folder of FOLDERS) {
    if (!(await runStep('publint', ['--strict', folder]))) return false;
    if (!(await runStep('attw', ['--pack', folder, '--profile', 'esm-only']))) return false;
  }
  return tryCollector();
};

if (argv[1] === fileURLToPath(import.meta.url)) exit((await checkPackages()) ? 0 : 1);
