/**
 * `npm run docs`: writes the API reference from the type comments to docs/api, and builds the documentation site to
 * docs/.vitepress/dist. It fails on a link that leads nowhere. `-- --watch` serves the site instead and follows changes.
 */
import { cpSync, rmSync } from 'node:fs';
import { argv, chdir, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { runStep } from './run-step.js';
import { writeApi } from './write-api.js';

const API = 'docs/api';
/** What the site has beside its pages, and is made elsewhere. */
const SCHEMAS = 'docs/public/schema';

chdir(fileURLToPath(new URL('..', import.meta.url)));
for (const folder of [API, SCHEMAS]) rmSync(folder, { recursive: true, force: true });
cpSync('collector/schema', SCHEMAS, { recursive: true });
const command = argv.includes('--watch') ? 'dev' : 'build';
const isDone = (await writeApi(API)) && (await runStep('vitepress', [command, 'docs']));
if (isDone && command === 'build')
  console.log('The site is in docs/.vitepress/dist. `npm start` serves it at /docs/ of the demo shop.');
exit(isDone ? 0 : 1);
