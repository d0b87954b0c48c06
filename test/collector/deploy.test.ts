// @vitest-environment node
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { readCommandLine } from '../../collector/src/options/read-command-line.ts';
import { atEnd } from './support/collector-harness.ts';
import { command } from './support/command.ts';

const deploy = fileURLToPath(new URL('../../collector/deploy/', import.meta.url));
const program = '/usr/local/bin/vitrina-collector';
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

const unit = () => readFile(join(deploy, 'vitrina-collector.service'), 'utf8');

test('the unit for systemd starts a command with flags that there are, and reloads by the signal that reads the file again', async () => {
  const [, name = '', ...flags] = (/^ExecStart=(.+)$/m.exec(await unit())?.[1] ?? '').split(' ');
  expect((await command(name, '--help')).output).toContain('--config');
  const file = join(deploy, 'collector.json');
  expect(flags).toContain('/etc/vitrina/collector.json');
  const words = flags.map((word) => word.replace('/etc/vitrina/collector.json', file));
  expect(readCommandLine(words, {})).toMatchObject({
    isReloadable: true,
    port: 4318,
    nextPort: false,
    trustProxy: true,
    database: '/var/lib/vitrina/events.db',
  });
  expect(await unit()).toMatch(/^ExecReload=\S+ -HUP \$MAINPID$/m);
});

test('the database of the sample is in the folder that the unit lets the collector write to', async () => {
  const { database } = JSON.parse(await readFile(join(deploy, 'collector.json'), 'utf8')) as { database: string };
  const folder = /^StateDirectory=(\S+)$/m.exec(await unit())?.[1];
  expect(database.startsWith(`/var/lib/${folder}/`)).toBe(true);
});

test('the samples for proxies hand on to the port of the sample configuration', async () => {
  const { port } = JSON.parse(await readFile(join(deploy, 'collector.json'), 'utf8')) as { port: number };
  for (const file of ['nginx.conf', 'Caddyfile']) {
    expect(await readFile(join(deploy, file), 'utf8')).toContain(`127.0.0.1:${port}`);
  }
});

test.skipIf(!hasSystemd)('systemd finds nothing wrong with the unit, and little that it leaves open', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'collector-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'vitrina-collector.service');
  // systemd looks whether the program is there; it is not installed where the tests run.
  await writeFile(path, (await unit()).replace(program, process.execPath));
  const run = promisify(execFile);
  const { stdout, stderr } = await run('systemd-analyze', ['verify', path]);
  expect(stdout + stderr).toBe('');
  const { stdout: rating } = await run('systemd-analyze', ['security', '--offline=true', path]);
  expect(Number(/Overall exposure level.*: ([\d.]+)/.exec(rating)?.[1])).toBeLessThan(2);
});
