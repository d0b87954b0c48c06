/**
 * `npm run try:projects`: packs the client, and makes fresh projects that install the packed file: of Vite, webpack, React, Next.js,
 * Vue, Nuxt, Astro and Turbo, of TypeScript and of plain Node. Those of the web are built, served, and visited in Chromium, and
 * a collector has to get each page view and each event once. `-- vite next` tries these alone.
 *
 * It needs the registry and some minutes, so it is run before a release and is no part of `npm test`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv } from 'node:process';
import { chromium } from '@playwright/test';
import { build, isBuilt } from './build.js';
import { ensureBrowser } from './ensure-browser.js';
import { packClient } from './projects/prepare-project.js';
import { PROJECTS } from './projects/projects.js';
import { tryInBrowser } from './projects/try-in-browser.js';
import { tryNode } from './projects/try-node.js';
import { tryTypeScript } from './projects/try-typescript.js';

/** @typedef {Parameters<typeof tryInBrowser>[1]} Surroundings */

/** @type {Map<string, (surroundings: Surroundings) => AsyncGenerator<[what: string, problem?: string]>>} */
const tries = new Map([
  ['node', tryNode],
  ['typescript', tryTypeScript],
  ...PROJECTS.map(
    (project) =>
      /** @type {const} */ ([
        project.name,
        (/** @type {Surroundings} */ surroundings) => tryInBrowser(project, surroundings),
      ]),
  ),
]);

const folder = mkdtempSync(join(tmpdir(), 'vitrina-projects-'));
/** @type {(() => Promise<unknown>)[]} */
const undo = [async () => rmSync(folder, { recursive: true, force: true })];
let passed = 0;
let failed = 0;

/** @param {string} what @param {string} [problem] */
const count = (what, problem) => {
  if (problem === undefined) passed++;
  else failed++;
  console.log(problem === undefined ? `  ok    ${what}` : `  WRONG ${what}:\n    ${problem}`);
};

try {
  const names = argv.length > 2 ? argv.slice(2) : [...tries.keys()];
  const unknown = names.find((name) => !tries.has(name));
  if (unknown) throw new TypeError(`There is no project "${unknown}"; give some of ${[...tries.keys()].join(', ')}.`);
  if (!isBuilt() && !(await build())) throw new Error('The package could not be built.');
  const browser = await chromium.launch({
    executablePath: ensureBrowser(),
    // Nothing leaves this machine.
    args: ['--disable-gpu', '--disable-quic', '--host-resolver-rules=MAP * 127.0.0.1'],
    // Playwright switches the back/forward cache off, but visitors have it on.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
  undo.push(() => browser.close());
  const { tarball, size, unpackedSize, entryCount } = packClient(folder);
  console.log(
    `The package: ${Math.round(size / 1000)} kB, ${Math.round(unpackedSize / 1000)} kB in ${entryCount} files.`,
  );
  for (const name of names) {
    console.log(`\n${name}`);
    try {
      for await (const [what, problem] of tries.get(name)?.({ folder, tarball, browser }) ?? []) count(what, problem);
    } catch (error) {
      count('it can be tried', error instanceof Error ? error.message : String(error));
    }
  }
} catch (error) {
  failed++;
  console.error(error instanceof Error ? error.message : error);
} finally {
  for (const end of undo.reverse()) await end();
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
