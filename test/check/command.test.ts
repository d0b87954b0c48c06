// @vitest-environment node
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/check/report.ts';
import { runCommand, USAGE } from '../../src/check/run-command.ts';
import { firstCells, read } from '../package/support/readme.ts';

/** Runs the command as far as it comes without a browser. */
const run = async (...args: string[]) => {
  const printed: string[] = [];
  const complained: string[] = [];
  const code = await runCommand(args, {
    print: (line) => printed.push(line),
    complain: (line) => complained.push(line),
    openBrowser: () => Promise.reject(new Error('no browser was to be opened')),
  });
  return { code, printed, complained };
};

/** Runs the built command in a process and a folder of its own. */
const runBuilt = (file: string, cwd: string, ...args: string[]) =>
  new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [file, ...args], { cwd }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }),
    );
  });

describe('the command line of the check', () => {
  it.each([
    [[], 'Give one address'],
    [['https://shop.example', 'https://other.example'], 'Give one address'],
    [['ftp://shop.example'], 'no address of a page'],
    [['https://'], 'no address of a page'],
    [['shop.example', '--timeout', 'soon'], '--timeout soon is no time'],
    [['shop.example', '--timeout', '0'], '--timeout 0 is no time'],
    [['shop.example', '--order'], "Unknown option '--order'"],
  ])('the words %j are answered with exit code 2 and a sentence, and open no browser', async (args, sentence) => {
    const { code, printed, complained } = await run('check', ...args);
    expect(code).toBe(2);
    expect(printed).toEqual([]);
    expect(complained.join()).toContain(sentence);
  });

  it('with --json one object says why the check could not look', async () => {
    const { code, printed, complained } = await run(
      'check',
      'https://ana:secret@shop.example/?email=ana@x.example',
      '--json',
    );
    expect(code).toBe(2);
    expect(complained).toEqual([]);
    expect(JSON.parse(printed.join('')) as Report).toMatchObject({
      address: 'https://shop.example/',
      inOrder: null,
      exitCode: 2,
      error: expect.stringContaining('no browser was to be opened'),
      findings: [],
    });
  });

  it('the command prints its usage where it is asked to, and complains with it where there is no such command', async () => {
    expect(await run('check', '--help')).toEqual({ code: 0, printed: [USAGE], complained: [] });
    expect(await run('--help')).toEqual({ code: 0, printed: [USAGE], complained: [] });
    expect(await run('inspect')).toEqual({ code: 2, printed: [], complained: [USAGE] });
  });
});

// These tests run the built files; `npm test` builds first.
describe('the built command', () => {
  const { bin } = JSON.parse(read('package.json')) as { bin: { vitrina: string } };

  it('the command of the package starts and says what it can do', async () => {
    const { code, stdout } = await runBuilt(bin.vitrina, '.', 'check', '--help');
    expect(code).toBe(0);
    expect(stdout.trim()).toBe(USAGE.trim());
  });

  it('a browser that is not there is told by its path', async () => {
    const { code, stderr } = await runBuilt(
      bin.vitrina,
      '.',
      'check',
      'https://shop.example',
      '--browser',
      '/nowhere/chrome',
    );
    expect(code).toBe(2);
    expect(stderr).toContain('There is no browser at /nowhere/chrome');
  });

  it('where no driver is installed the command says how to install it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vitrina-check-'));
    try {
      cpSync('dist/check', folder, { recursive: true });
      cpSync('package.json', join(folder, 'package.json'));
      const { code, stderr } = await runBuilt(join(folder, 'main.js'), folder, 'check', 'https://shop.example');
      expect(code).toBe(2);
      expect(stderr).toContain('npm install --save-dev playwright-core');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('docs/check.md', () => {
  const page = read('docs/check.md');
  const source = readdirSync('src/check')
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(`src/check/${name}`, 'utf8'))
    .join('\n');
  const found = (pattern: RegExp) => [...new Set([...source.matchAll(pattern)].map(([, name = '']) => name))];

  it('the page lists exactly the codes of findings', () => {
    const whole = found(/\b(?:wrong|note)\(\s*'([\w-]+)'/g);
    const ends = found(/\btold\(\s*'([\w-]+)'/g);
    expect(ends.length).toBeGreaterThan(5);
    const listed = firstCells('What it finds', page);
    for (const code of whole) expect(listed).toContain(code);
    for (const end of ends) expect(listed.filter((code) => code.endsWith(`-${end}`)).length, end).toBe(1);
    const unknown = listed.filter(
      (code) => !whole.includes(code) && !ends.some((end) => code.replace(/^…|^endpoint/, '') === `-${end}`),
    );
    expect(unknown).toEqual([]);
  });

  it('the page lists exactly the options of the command', () => {
    const listed = firstCells('Options', page).map((option) => option.split(' ')[0]);
    expect(listed).toEqual([...USAGE.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, option]) => option));
  });

  it('the page lists exactly the fields of the JSON object', async () => {
    const { printed } = await run('check', '--json');
    expect(firstCells('The JSON object', page)).toEqual(Object.keys(JSON.parse(printed.join('')) as Report));
  });
});
