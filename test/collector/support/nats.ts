import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect as connectToNats } from '@nats-io/transport-node';
import { findServer, missingServer } from '../../../scripts/ensure-servers.js';
import { atEnd } from './collector-harness.ts';
import { freePort } from './free-port.ts';

export interface Nats {
  /** 'nats://127.0.0.1:<port>' */
  url: string;
  /** Ends the server at once, as a crash does. */
  kill(): Promise<void>;
  /** Starts it again, on the same port and with the same store. */
  start(): Promise<void>;
}

/** Whether something listens on a port of this machine. */
const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/**
 * Starts a NATS server with JetStream, of our own, on a free port of this machine; it is ended after the test.
 *
 * @param settings further lines of its configuration
 */
export async function startNats(settings = ''): Promise<Nats> {
  const program = findServer('nats-server');
  if (!program) throw new Error(missingServer('nats-server'));
  const folder = await mkdtemp(join(tmpdir(), 'nats-'));
  const port = await freePort();
  const file = join(folder, 'nats.conf');
  const store = join(folder, 'store');
  await writeFile(file, `listen: "127.0.0.1:${port}"\njetstream { store_dir: "${store}" }\n${settings}\n`);
  let end = async () => {};

  async function start(): Promise<void> {
    const server = spawn(program as string, ['-c', file], { stdio: 'ignore' });
    const ended = new Promise((resolve) => server.once('close', resolve));
    end = async () => {
      server.kill('SIGKILL');
      await ended;
    };
    const began = Date.now();
    while (!(await answers(port))) {
      if (server.exitCode !== null || Date.now() - began > 20_000) throw new Error('nats-server did not start.');
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  await start();
  atEnd(async () => {
    await end();
    await rm(folder, { recursive: true, force: true });
  });
  return { url: `nats://127.0.0.1:${port}`, kill: () => end(), start };
}

/** A client of our own, to look into the stream. */
export async function natsClient({ url }: Nats) {
  const connection = await connectToNats({ servers: url, maxReconnectAttempts: -1, reconnectTimeWait: 100 });
  atEnd(() => connection.close());
  return { connection, manager: await jetstreamManager(connection) };
}
