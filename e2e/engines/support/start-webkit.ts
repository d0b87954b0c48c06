import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Engine } from './driver.ts';
import { createWebDriverDriver } from './webdriver-driver.ts';

const PATIENCE = 30_000;

const findFreePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** Ends a child and the processes that it has started, which form its process group. */
const endGroup = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    const { pid, exitCode, signalCode } = child;
    if (!pid || exitCode !== null || signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    process.kill(-pid, 'SIGTERM');
  });

/** Starts an X server without a screen, because the GTK port of WebKit has no headless mode. */
const startDisplay = async (): Promise<{ display: string; stop: () => Promise<void> }> => {
  if (process.env.DISPLAY) return { display: process.env.DISPLAY, stop: async () => {} };
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const display = await new Promise<string>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () =>
      reject(new Error('Xvfb has ended before it named its display; start it by hand to see why.')),
    );
    server.stdio[3]?.once('data', (number) => resolve(`:${String(number).trim()}`));
  });
  return { display, stop: () => endGroup(server) };
};

/** Starts the system's WebKit, driven by the WebKitWebDriver at this path. */
export const startWebKit = async (path: string): Promise<Engine> => {
  const { display, stop: stopDisplay } = await startDisplay();
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const driver = spawn(path, [`--port=${port}`], {
    stdio: 'ignore',
    env: { ...process.env, DISPLAY: display },
    // In a process group of its own, so that the browsers that it starts end with it.
    detached: true,
  });
  let hasEnded = false;
  driver.once('exit', () => (hasEnded = true)).once('error', () => (hasEnded = true));
  const stop = async () => {
    await endGroup(driver);
    await stopDisplay();
  };

  const isReady = () =>
    fetch(`${url}/status`).then(
      ({ ok }) => ok,
      () => false,
    );
  for (const began = Date.now(); !(await isReady()); await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (!hasEnded && Date.now() - began < PATIENCE) continue;
    await stop();
    throw new Error(`${path} does not answer; start it by hand with --port=${port} to see why.`);
  }
  return { name: 'webkit', newDriver: () => createWebDriverDriver(url), stop };
};
