import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { getuid } from 'node:process';
import { promisify } from 'node:util';
import pg from 'pg';
import { findServer, missingServer } from '../../../scripts/ensure-servers.js';
import { freePort } from './free-port.ts';

const run = promisify(execFile);

/** PostgreSQL refuses to run as root; Debian's package has made a user for it. */
async function asServerUser(command: string, args: string[]): Promise<[string, string[]]> {
  return getuid?.() === 0 ? ['runuser', ['-u', 'postgres', '--', command, ...args]] : [command, args];
}

export interface Postgres {
  /** Of a database that is always there. */
  address: string;
  /** Makes an empty database and answers its address. */
  newDatabase(): Promise<string>;
  /** Ends the server; its databases stay. */
  pause(): Promise<void>;
  /** Starts it again, on the same port. */
  resume(): Promise<void>;
  stop(): Promise<void>;
}

async function ask(address: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/**
 * Makes an empty database and answers its address.
 *
 * @param address of another database of the server
 */
export async function createDatabase(address: string): Promise<string> {
  const name = `events_${randomUUID().replaceAll('-', '')}`;
  await ask(address, `CREATE DATABASE ${name}`);
  return Object.assign(new URL(address), { pathname: name }).href;
}

/** Starts a PostgreSQL server of our own on a free port of this machine. */
export async function startPostgres(): Promise<Postgres> {
  const program = findServer('postgres');
  if (!program) throw new Error(missingServer('postgres'));
  const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
  if (getuid?.() === 0) {
    const { stdout } = await run('id', ['-u', 'postgres']);
    await chown(folder, Number(stdout), -1);
  }
  await chmod(folder, 0o700);
  const data = join(folder, 'data');
  const initdb = ['-D', data, '-U', 'tester', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  await run(...(await asServerUser(join(dirname(program), 'initdb'), initdb)), { cwd: folder });
  const port = await freePort();
  const settings = [
    '-D',
    data,
    '-p',
    String(port),
    '-c',
    'listen_addresses=127.0.0.1',
    '-k',
    folder,
    '-c',
    'fsync=off',
  ];
  const address = `postgres://tester@127.0.0.1:${port}/postgres`;
  let ended: Promise<unknown> = Promise.resolve();

  async function start(): Promise<void> {
    const server = spawn(...(await asServerUser(program as string, settings)), { cwd: folder, stdio: 'ignore' });
    ended = new Promise((resolve) => server.once('close', resolve));
    const began = Date.now();
    for (;;) {
      try {
        return await ask(address, 'SELECT 1');
      } catch (error) {
        if (server.exitCode !== null || Date.now() - began > 20_000) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  async function end(): Promise<void> {
    const stop = ['stop', '-D', data, '-m', 'immediate'];
    await run(...(await asServerUser(join(dirname(program as string), 'pg_ctl'), stop)), { cwd: folder });
    await ended;
  }

  await start();
  return {
    address,
    newDatabase: () => createDatabase(address),
    pause: end,
    resume: start,
    async stop() {
      await end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
