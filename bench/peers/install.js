import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const LOCK = join(FOLDER, 'package-lock.json');
/** A copy of the lock file that was installed. */
const INSTALLED = join(FOLDER, 'node_modules', '.installed-lock.json');

const isInstalled = () => existsSync(INSTALLED) && readFileSync(INSTALLED, 'utf8') === readFileSync(LOCK, 'utf8');

/** Installs the clients that are compared, as the lock file says and without their scripts, unless they are there. */
export const installPeers = () => {
  if (isInstalled()) return;
  console.log('Installing the clients that are compared, into bench/peers/node_modules.');
  const words = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--prefix', FOLDER];
  const { status } = spawnSync('npm', words, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) {
    throw new Error(
      'The clients could not be installed; run "npm ci --ignore-scripts --prefix bench/peers" to see why.',
    );
  }
  writeFileSync(INSTALLED, readFileSync(LOCK));
};

/** @param {string} name of a package @returns {string} the version that is installed */
export const versionOf = (name) =>
  JSON.parse(readFileSync(join(FOLDER, 'node_modules', name, 'package.json'), 'utf8')).version;
