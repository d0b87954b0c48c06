/**
 * `npm run mutate`: breaks the code of these folders in one place after another, and lists what no test has noticed. With the name
 * of a folder it takes only that one. What an earlier run has found is not tried again (`.reports/mutation`).
 */
import { argv, chdir, env, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { runStep } from './run-step.js';

const FOLDERS = ['delivery', 'visitor', 'privacy', 'observe/ledger'];

chdir(fileURLToPath(new URL('..', import.meta.url)));
const wanted = argv.slice(2);
let isDone = true;
for (const folder of wanted.length ? wanted : FOLDERS) {
  console.log(`\n— ${folder}`);
  env.MUTATED = folder;
  isDone = (await runStep('stryker', ['run'])) && isDone;
}
exit(isDone ? 0 : 1);
