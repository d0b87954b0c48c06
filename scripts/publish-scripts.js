/**
 * The end of `npm run build`: lists the files for script tags with the hashes for their attribute `integrity`, and copies them into
 * the collector's package, which serves them.
 */
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

const ENTRIES = 'src/script/entries';
const BUILT = 'dist';
const SERVED = 'collector/dist/scripts';

/** Lists the files of a version, so that the collector knows which bytes belong to it. */
const MANIFEST = 'integrity.json';

/** Hexadecimal digits of the version that stand for the content of the files. */
const HASH_LENGTH = 8;

/** @returns {string[]} the names of the built files that a page can load */
const scriptNames = () =>
  readdirSync(ENTRIES)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.replace('.ts', ''))
    .map((name) => (name === 'vitrina' ? 'vitrina.js' : `vitrina.${name}.js`))
    .sort();

/** @param {string} file */
const integrityOf = (file) =>
  `sha384-${createHash('sha384')
    .update(readFileSync(join(BUILT, file)))
    .digest('base64')}`;

/**
 * Names a set of files: by the version of the package, which people read, and by their content, so that no two builds that
 * differ share an address.
 *
 * @param {Record<string, string>} files
 */
const versionOf = (files) => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const content = Object.entries(files).map(([name, integrity]) => `${name} ${integrity}\n`);
  return `${version}-${createHash('sha256').update(content.join('')).digest('hex').slice(0, HASH_LENGTH)}`;
};

/**
 * Writes the list beside the built files, and copies all of them into the collector's package. The list is written last, because
 * a server that starts meanwhile trusts it.
 *
 * @returns {{ version: string, files: Record<string, string> }}
 */
export const publishScripts = () => {
  const names = scriptNames().flatMap((name) => [name, `${name}.map`]);
  const files = Object.fromEntries(names.map((name) => [name, integrityOf(name)]));
  const manifest = { version: versionOf(files), files };
  mkdirSync(SERVED, { recursive: true });
  for (const name of names) copyFileSync(join(BUILT, name), join(SERVED, name));
  for (const folder of [BUILT, SERVED]) {
    writeFileSync(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  }
  // npm does so when it installs a package, but not in the workspace itself.
  chmodSync('collector/dist/main.js', 0o755);
  return manifest;
};

if (argv[1] === fileURLToPath(import.meta.url)) {
  const { version, files } = publishScripts();
  const rows = Object.entries(files)
    .filter(([name]) => name.endsWith('.js'))
    .map(([name, integrity]) => [`/v/${version}/${name}`, integrity]);
  const width = Math.max(...rows.map(([address = '']) => address.length));
  console.log(`\nThe scripts, version ${version}, with the hashes for the attribute "integrity":\n`);
  for (const [address = '', integrity] of rows) console.log(`  ${address.padEnd(width)}  ${integrity}`);
}
