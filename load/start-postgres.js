import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { getuid } from 'node:process';
import { findServer, missingServer } from '../scripts/ensure-servers.js';
import { freePort } from './free-port.js';

/** PostgreSQL refuses to run as root. @param {string[]} words @returns {[string, string[]]} */
const asServerUser = ([command = '', ...words]) =>
  getuid?.() === 0 ? ['runuser', ['-u', 'postgres', '--', command, ...words]] : [command, words];

/**
 * Starts an empty PostgreSQL that syncs its commits, as it does in earnest.
 *
 * @returns {Promise<{ database: string, version: string, stop: () => void }>}
 */
export const startPostgres = async () => {
  const program = findServer('postgres');
  if (!program) throw new Error(missingServer('postgres'));
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-load-postgres-'));
  if (getuid?.() === 0) chownSync(folder, Number(execFileSync('id', ['-u', 'postgres'])), -1);
  chmodSync(folder, 0o700);
  const data = join(folder, 'data');
  const port = await freePort();
  /** @param {string} name @param {string[]} words */
  const run = (name, ...words) =>
    execFileSync(...asServerUser([join(dirname(program), name), '-D', data, ...words]), {
      cwd: folder,
      stdio: 'ignore',
    });
  run('initdb', '-U', 'tester', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8');
  const settings = ['-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-k', folder];
  const server = spawn(...asServerUser([program, '-D', data, ...settings]), { cwd: folder, stdio: 'ignore' });
  for (let tries = 0; ; tries++) {
    try {
      execFileSync(join(dirname(program), 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
      break;
    } catch (error) {
      if (server.exitCode !== null || tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return {
    database: `postgres://tester@127.0.0.1:${port}/postgres`,
    version: String(execFileSync(program, ['--version'])).replace(/.*?([\d.]+).*/s, '$1'),
    stop() {
      if (server.exitCode === null) run('pg_ctl', 'stop', '-m', 'fast');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
