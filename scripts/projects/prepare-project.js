import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, platform } from 'node:process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROJECTS = join(ROOT, 'test/projects');
/** The address that the documentation names, and so the projects. */
const DOCUMENTED = 'https://events.example.com';

/** Switches off what frameworks tell their makers. */
export const QUIET = {
  ASTRO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  NUXT_TELEMETRY_DISABLED: '1',
};

const npm = platform === 'win32' ? 'npm.cmd' : 'npm';

/**
 * Runs npm to its end. Throws with all that it said if it fails.
 *
 * @param {string[]} words
 * @param {string} cwd
 * @returns {string}
 */
export const runNpm = (words, cwd) => {
  try {
    return execFileSync(npm, words, { cwd, encoding: 'utf8', stdio: 'pipe', env: { ...env, ...QUIET } });
  } catch (error) {
    const { stdout, stderr } = /** @type {{ stdout: string, stderr: string }} */ (error);
    throw new Error(`npm ${words.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
};

/**
 * Packs the client as `npm publish` does.
 *
 * @param {string} folder
 * @returns {{ tarball: string, size: number, unpackedSize: number, entryCount: number }}
 */
export const packClient = (folder) => {
  const [packed] = JSON.parse(runNpm(['pack', '--json', '--pack-destination', folder], ROOT));
  return { ...packed, tarball: join(folder, packed.filename) };
};

/**
 * Puts the collector's address in the place of the documented one.
 *
 * @param {string} folder
 * @param {string} url
 */
const fillIn = (folder, url) => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('package'))
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    if (text.includes(DOCUMENTED)) writeFileSync(file, text.replaceAll(DOCUMENTED, url));
  }
};

/**
 * Makes a fresh project: copies it, installs the exact versions of its lock file, and adds the packed client as a user does. Scripts
 * of packages are not run, because none of the projects needs them.
 *
 * @param {{ name: string, startFolder?: string }} project
 * @param {{ folder: string, tarball: string, url: string }} surroundings
 * @returns {string} its folder
 */
export const prepareProject = ({ name, startFolder }, { folder, tarball, url }) => {
  const place = join(folder, name);
  cpSync(join(PROJECTS, name), place, { recursive: true });
  if (startFolder) cpSync(join(PROJECTS, 'start-vitrina.ts'), join(place, startFolder, 'start-vitrina.ts'));
  fillIn(place, url);
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel', 'error'];
  runNpm(['ci', ...options], place);
  runNpm(['install', ...options, tarball], place);
  return place;
};
