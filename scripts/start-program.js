import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { env } from 'node:process';

/** @returns {Promise<number>} a port of 127.0.0.1 that nobody uses */
export const freePort = async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
};

/** Tries of 50 ms each: a development server compiles before it listens. */
const MOST_TRIES = 1200;

/**
 * Starts a program and waits until it listens.
 *
 * @param {string} program
 * @param {string[]} words
 * @param {number} port
 * @param {{ cwd?: string, variables?: Record<string, string> }} [options]
 * @returns {Promise<() => Promise<void>>} what ends it
 */
export const startProgram = async (program, words, port, { cwd, variables = {} } = {}) => {
  const child = spawn(program, words, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...env, ...variables } });
  let told = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (told = (told + text).slice(-4000)));
  }
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.once('error', (error) => (told = error.message));
  for (let tries = 0; ; tries++) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise((resolve) =>
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false)),
    );
    socket.destroy();
    if (isOpen) break;
    if (child.exitCode !== null || tries > MOST_TRIES) {
      child.kill();
      throw new Error(`${program} did not start: ${told}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return async () => {
    child.kill('SIGTERM');
    await ended;
  };
};
