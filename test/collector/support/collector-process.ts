import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { atEnd } from './collector-harness.ts';

const main = fileURLToPath(new URL('../../../collector/dist/main.js', import.meta.url));

/**
 * Starts the collector in its own process, by its command line.
 *
 * @param environment variables beside those of this process
 * @param wrapper a program and its arguments that start the process in another way
 */
export async function collectorProcess(
  args: string[],
  environment: NodeJS.ProcessEnv = {},
  wrapper: readonly string[] = [],
) {
  const [program = '', ...rest] = [...wrapper, process.execPath, main, '--port', '0', ...args];
  const child = spawn(program, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let output = '';
  let errors = '';
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  atEnd(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
  child.stdout.setEncoding('utf8');
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (text) => {
      output += text;
      if (output.includes('Inspector')) resolve();
    });
    void ended.then(() => resolve());
  });
  const endpoint = /^Collector +(\S+)$/m.exec(output)?.[1] ?? '';
  const inspectorUrl = /^Inspector +(\S+)$/m.exec(output)?.[1] ?? '';
  return {
    endpoint,
    inspectorUrl,
    url: endpoint.replace('/v1/events', ''),
    pid: child.pid ?? 0,
    ended,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    read: () => ({ output, errors }),
  };
}
