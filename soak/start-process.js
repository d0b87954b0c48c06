import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** @import { ChildProcess } from 'node:child_process' */

const PROGRAM = fileURLToPath(new URL('../collector/dist/main.js', import.meta.url));
const CLOCK = new URL('./moved-clock.js', import.meta.url).href;
const START_WITHIN = 30_000;
/**
 * Not of the collector's making: an older nats-server is told at each start what a power cut costs, and on a busy machine a server that is
 * late is asked again.
 */
const EXPECTED = /acknowledges before it syncs|heartbeats missed/;

/** Sends a signal to a child that is still there. @param {ChildProcess} child @param {NodeJS.Signals} signal */
export const end = async (child, signal) => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
};

/**
 * Starts a collector's program as a process of its own, and waits until it has said that it is there.
 *
 * @param {object} parts
 * @param {string[]} parts.words of its command line
 * @param {number} [parts.moved] milliseconds that its clock is ahead; negative where it is behind
 * @param {RegExp} parts.sign what it prints when it is ready
 * @param {string[]} parts.complaints gets what it prints as errors, and that it ended by itself
 * @param {() => boolean} parts.isStopping whether its end is wanted
 * @returns {Promise<{ child: ChildProcess, found: RegExpExecArray }>}
 */
export const startProcess = async ({ words, moved = 0, sign, complaints, isStopping }) => {
  const child = spawn(execPath, ['--import', CLOCK, PROGRAM, ...words, '--log-level', 'warn'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SOAK_CLOCK_MOVED: String(moved) },
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (!EXPECTED.test(line)) complaints.push(line);
  });
  child.once('exit', (code, signal) => {
    if (!isStopping() && signal !== 'SIGKILL') complaints.push(`The collector ended by itself: ${signal ?? code}`);
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (printed += text));
  const limit = setTimeout(() => child.kill('SIGKILL'), START_WITHIN);
  try {
    for (;;) {
      const found = sign.exec(printed);
      if (found) return { child, found };
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`The collector did not start: ${complaints.at(-1) ?? `no sign of it in ${START_WITHIN} ms`}`);
      }
      await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    }
  } finally {
    clearTimeout(limit);
  }
};
