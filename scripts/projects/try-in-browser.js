import { join } from 'node:path';
import { execPath } from 'node:process';
import { startCollector } from '../../collector/dist/index.js';
import { freePort, startProgram } from '../start-program.js';
import { prepareProject, QUIET, runNpm } from './prepare-project.js';
import { serveFolder } from './serve-folder.js';
import { visitProject } from './visit-project.js';

/**
 * @typedef {object} Visit
 * @property {string} what a whole sentence
 * @property {string | ((port: number) => string[])} served by: a folder with the built files, or a program of the project's packages and
 *   its words
 * @property {import('./visit-project.js').Pages} pages
 */

/**
 * @typedef {object} Project
 * @property {string} name of its folder in test/projects
 * @property {string} [startFolder] where start-vitrina.ts belongs
 * @property {Visit[]} visits
 */

/** @param {string} folder @param {Visit['served']} served */
const serve = async (folder, served) => {
  if (typeof served === 'string') return serveFolder(join(folder, served));
  const port = await freePort();
  const [file = '', ...words] = served(port);
  const variables = { ...QUIET, HOST: '127.0.0.1', PORT: `${port}` };
  const stop = await startProgram(execPath, [join(folder, file), ...words], port, { cwd: folder, variables });
  return { origin: `http://127.0.0.1:${port}`, stop };
};

/**
 * Makes a project, builds it, and visits it in a browser.
 *
 * @param {Project} project
 * @param {{ folder: string, tarball: string, browser: import('@playwright/test').Browser }} surroundings
 * @returns {AsyncGenerator<[what: string, problem?: string]>}
 */
export async function* tryInBrowser(project, { folder, tarball, browser }) {
  const collector = await startCollector({
    port: 0,
    database: join(folder, `${project.name}.db`),
    businesses: { xy76ks: { name: 'The shop', origins: ['http://127.0.0.1:*'] } },
  });
  try {
    const place = prepareProject(project, { folder, tarball, url: collector.url });
    runNpm(['run', 'build'], place);
    yield ['it builds'];
    for (const { what, served, pages } of project.visits) {
      const { origin, stop } = await serve(place, served);
      try {
        yield [what, await visitProject(browser, collector, origin, pages)];
      } finally {
        await stop();
      }
    }
  } finally {
    await collector.close();
  }
}
