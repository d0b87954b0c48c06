import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findServer, missingServer } from '../scripts/ensure-servers.js';
import { freePort } from './free-port.js';

/**
 * Starts a NATS server with JetStream and an empty store.
 *
 * @returns {Promise<{ url: string, version: string, stop: () => Promise<void> }>}
 */
export const startNats = async () => {
  const program = findServer('nats-server');
  if (!program) throw new Error(missingServer('nats-server'));
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-load-nats-'));
  const port = await freePort();
  const file = join(folder, 'nats.conf');
  writeFileSync(file, `listen: "127.0.0.1:${port}"\njetstream { store_dir: "${join(folder, 'store')}" }\n`);
  const server = spawn(program, ['-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
  let printed = '';
  server.stderr.setEncoding('utf8').on('data', (text) => (printed += text));
  while (!printed.includes('Server is ready')) {
    if (server.exitCode !== null) throw new Error(`nats-server did not start: ${printed}`);
    await Promise.race([once(server.stderr, 'data'), once(server, 'exit')]);
  }
  return {
    url: `nats://127.0.0.1:${port}`,
    version: String(execFileSync(program, ['--version']))
      .replace(/\s*:\s*v?/, ' ')
      .trim(),
    async stop() {
      server.kill('SIGTERM');
      if (server.exitCode === null) await once(server, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
