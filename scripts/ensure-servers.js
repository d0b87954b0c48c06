import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { argv, env, getuid, platform } from 'node:process';
import { fileURLToPath } from 'node:url';

/** @typedef {'postgres' | 'nats-server'} Server */

/** Where Debian keeps the programs of each version, the newest first. */
const debianFolders = () => {
  const versions = '/usr/lib/postgresql';
  if (!existsSync(versions)) return [];
  return readdirSync(versions)
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => join(versions, version, 'bin'));
};

const SERVERS = {
  postgres: {
    name: 'PostgreSQL',
    variable: 'POSTGRES_SERVER',
    // initdb and pg_ctl have to be beside it.
    folders: () => [...debianFolders(), ...(env.PATH ?? '').split(delimiter)],
    isWhole: (/** @type {string} */ folder) =>
      ['postgres', 'initdb', 'pg_ctl'].every((file) => existsSync(join(folder, file))),
    packages: ['postgresql'],
  },
  'nats-server': {
    name: 'NATS',
    variable: 'NATS_SERVER',
    folders: () => [...(env.PATH ?? '').split(delimiter), '/usr/sbin'],
    isWhole: (/** @type {string} */ folder) => existsSync(join(folder, 'nats-server')),
    packages: ['nats-server'],
  },
};

/**
 * Returns the path of a server's program: the one that POSTGRES_SERVER or NATS_SERVER names, else one of the system. `undefined` if there is none.
 *
 * @param {Server} server
 * @returns {string | undefined}
 */
export const findServer = (server) => {
  const { variable, folders, isWhole } = SERVERS[server];
  const asked = env[variable];
  if (asked && !existsSync(asked)) {
    throw new Error(
      `${variable} is "${asked}", but there is no such file; set it to the path of ${server}, or unset it.`,
    );
  }
  const folder = folders().find(isWhole);
  return asked || (folder && join(folder, server));
};

/**
 * Returns the error message for a server that could not be found or installed.
 *
 * @param {Server} server
 */
export const missingServer = (server) => {
  const { name, variable, packages } = SERVERS[server];
  return `No ${name} was found and none could be installed: install Debian's ${packages.join(' and ')}, or set ${variable} to the path of its program "${server}".`;
};

/** @param {Server} server */
const install = (server) => {
  if (platform !== 'linux' || getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return;
  const options = {
    stdio: /** @type {const} */ ('inherit'),
    // The tests start servers of their own; the package would start one on the usual port.
    env: { ...env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  };
  // Waits for the lock of another installation instead of failing.
  const lockTimeout = ['-o', 'DPkg::Lock::Timeout=300'];
  spawnSync('apt-get', [...lockTimeout, 'update'], options);
  spawnSync(
    'apt-get',
    [...lockTimeout, 'install', '-y', '--no-install-recommends', ...SERVERS[server].packages],
    options,
  );
};

/**
 * Finds or installs the servers that the tests of the collector start.
 *
 * @returns {boolean} whether all are there
 */
export const ensureServers = () => {
  let isReady = true;
  for (const server of /** @type {Server[]} */ (Object.keys(SERVERS))) {
    if (!findServer(server)) install(server);
    const found = findServer(server);
    if (found) console.log(`The tests with ${SERVERS[server].name} run ${found}.`);
    else {
      console.error(missingServer(server));
      isReady = false;
    }
  }
  return isReady;
};

if (argv[1] === fileURLToPath(import.meta.url) && !ensureServers()) process.exitCode = 1;
