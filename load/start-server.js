import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../collector/dist/main.js', import.meta.url));

/** The kernel counts in hundredths of a second. */
const TICK = 10;

/**
 * @typedef {object} Server
 * @property {string} endpoint
 * @property {string} token of the inspector
 * @property {number} pid
 * @property {() => { cpu: number, memory: number }} measure milliseconds of processor time so far, and bytes of memory
 * @property {() => Promise<void>} stop
 */

/**
 * Starts a collector as a process of its own.
 *
 * @param {{ database: string, program?: string, words?: string[] }} parts `words` are further ones of its command line
 * @returns {Promise<Server>}
 */
export const startServer = async ({ database, program = PROGRAM, words: more = [] }) => {
  const token = randomUUID();
  const words = [
    '--port',
    '0',
    '--database',
    database,
    '--rate-limit',
    '100000000',
    '--origin',
    'http://127.0.0.1:*',
    ...['--log-level', 'warn'],
    // A database that was kept from an earlier run has one already, which the collector does not print again.
    ...['--token', token],
    ...more,
  ];
  const child = spawn(execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (printed += text));
  while (!/Inspector .*\n/.test(printed)) {
    if (child.exitCode !== null) throw new Error(`The collector did not start: it ended with ${child.exitCode}.`);
    await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  }
  const { pid } = child;
  if (pid === undefined) throw new Error('The collector has no process id.');
  return {
    endpoint: `${/^Collector +(\S+)$/m.exec(printed)?.[1]}?b=demo`,
    token,
    pid,
    measure() {
      // After the name in brackets: state, then numbers; user and system time are the 12th and 13th of them.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      const memory = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
      return { cpu: (Number(fields[11]) + Number(fields[12])) * TICK, memory };
    },
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
};
