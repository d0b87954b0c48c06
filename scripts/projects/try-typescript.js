import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { prepareProject } from './prepare-project.js';

/** The oldest compiler that reads the declarations, and the last one of each version since. */
const COMPILERS = ['5.0', '5.9', '6.0', '7.0'];

const MODES = [
  ['bundler', 'esnext', 'bundler'],
  ['node16', 'node16', 'node16'],
  ['nodenext', 'nodenext', 'nodenext'],
];

const LIBRARIES = [
  ['with the DOM library', 'es2020,dom'],
  ['without the DOM library', 'es2020'],
];

/**
 * Programs that import everything that the package has, compiled with the package's declarations checked.
 *
 * @param {{ folder: string, tarball: string }} surroundings
 * @returns {AsyncGenerator<[what: string, problem?: string]>}
 */
export async function* tryTypeScript({ folder, tarball }) {
  const place = prepareProject({ name: 'typescript' }, { folder, tarball, url: 'http://127.0.0.1:9' });
  const { exports } = JSON.parse(readFileSync(join(place, 'node_modules/vitrina/package.json'), 'utf8'));
  const subpaths = Object.keys(exports).filter((path) => !path.endsWith('.json'));
  const lines = subpaths.map((path, index) => `export * as part${index} from '${path.replace('.', 'vitrina')}';`);
  writeFileSync(join(place, 'all.ts'), lines.join('\n'));

  for (const compiler of COMPILERS) {
    for (const [mode = '', module = '', resolution = ''] of MODES) {
      for (const [library = '', lib = ''] of LIBRARIES) {
        const options = ['--noEmit', '--strict', '--target', 'es2020', '--lib', lib, '--skipLibCheck', 'false'];
        const modules = ['--module', module, '--moduleResolution', resolution];
        const { status, stdout, stderr } = spawnSync(
          execPath,
          [`node_modules/typescript-${compiler}/bin/tsc`, ...options, ...modules, 'all.ts', 'program.ts'],
          { cwd: place, encoding: 'utf8', timeout: 120_000 },
        );
        yield [`TypeScript ${compiler}, ${mode}, ${library}`, status === 0 ? undefined : stdout + stderr];
      }
    }
  }
}
