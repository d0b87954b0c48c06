/**
 * The last part of `npm run package`: packs the collector, puts the packed file into an empty folder, starts the command there, and
 * checks that it stores an event and serves every script. With `--install` npm installs it, and asks the registry for what it
 * depends on; otherwise its declared dependencies are links to those that are installed here.
 */
import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { argv, execPath, platform } from 'node:process';

const PACKAGE = 'vitrina-collector';
const BUSINESS = 'xy76ks';
const ORIGIN = 'https://shop.example';
const EVENT = { id: '0193b2c4-5d10-7a6e-8f21-3c9b7e5a1f01', action: 'package.tried', tracked_at: 1795262399.5 };

const npm = platform === 'win32' ? 'npm.cmd' : 'npm';

/** @param {unknown} isTrue @param {string} sentence */
const insist = (isTrue, sentence) => {
  if (!isTrue) throw new Error(sentence);
};

/** @param {string} folder @returns {{ filename: string, unpackedSize: number }} */
const pack = (folder) =>
  JSON.parse(execFileSync(npm, ['pack', '--json', '--pack-destination', folder], { cwd: 'collector' }).toString())[0];

/** @param {string} folder @param {string} filename */
const installByNpm = (folder, filename) => {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  execFileSync(npm, ['install', '--no-audit', '--no-fund', `./${filename}`], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
};

/** Links nothing but the declared dependencies, so that one that is missing is noticed. @param {string} folder @param {string} filename */
const installByLinks = (folder, filename) => {
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', modules]);
  renameSync(join(modules, 'package'), join(modules, PACKAGE));
  const { dependencies } = JSON.parse(readFileSync(join(modules, PACKAGE, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    const [from] = [`collector/node_modules/${name}`, `node_modules/${name}`].filter((path) => existsSync(path));
    if (!from) throw new Error(`${name} is not installed here; run npm ci.`);
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(resolve(from), join(modules, name), 'junction');
  }
};

/**
 * Starts the command as a merchant does.
 *
 * @param {string} folder
 * @returns {Promise<{ url: string, child: import('node:child_process').ChildProcess }>}
 */
const startCommand = (folder) =>
  new Promise((done, fail) => {
    const options = ['--port', '0', '--business', `${BUSINESS}=Shop`, '--origin', ORIGIN];
    const { bin } = JSON.parse(readFileSync(join(folder, 'node_modules', PACKAGE, 'package.json'), 'utf8'));
    const program = join(folder, 'node_modules', PACKAGE, bin[PACKAGE]);
    const child = spawn(execPath, [program, ...options], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      const [, url] = /^Collector +(\S+)\/v1\/events$[^]*^Inspector/m.exec(output) ?? [];
      if (url) done({ url, child });
    });
    child.once('error', fail);
    child.once('exit', (code) => fail(new Error(`The command ended with ${code}: ${output}`)));
  });

/** @param {string} url */
const tryIt = async (url) => {
  /** @param {string} id */
  const sendEvent = async (id) => {
    const response = await fetch(`${url}/v1/events?b=${BUSINESS}`, {
      method: 'POST',
      headers: { Origin: ORIGIN },
      body: JSON.stringify({ v: 1, events: [{ ...EVENT, id }] }),
    });
    return (await response.json()).results?.[0]?.status;
  };
  insist((await sendEvent(EVENT.id)) === 'received', 'The installed collector does not store an event.');
  insist((await sendEvent(EVENT.id)) === 'duplicate', 'The installed collector stores an event twice.');
  insist((await fetch(`${url}/schema/batch.v1.json`)).ok, 'The installed collector does not serve its schema.');
};

/** Every script by its plain address and by that of its version. @param {string} url @param {string} folder */
const tryScripts = async (url, folder) => {
  const { default: list } = await import(join(folder, 'node_modules/vitrina-collector/dist/scripts/integrity.json'), {
    with: { type: 'json' },
  });
  const names = Object.keys(list.files);
  insist(names.includes('vitrina.js'), 'The package holds no vitrina.js; run npm run build.');
  for (const address of names.flatMap((name) => [`/${name}`, `/v/${list.version}/${name}`])) {
    insist((await fetch(url + address)).ok, `The installed collector does not serve ${address}.`);
  }
  return { version: list.version, count: names.length };
};

export const tryCollector = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-collector-'));
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child;
  try {
    const { filename, unpackedSize: size } = pack(folder);
    if (argv.includes('--install')) installByNpm(folder, filename);
    else installByLinks(folder, filename);
    const started = await startCommand(folder);
    ({ child } = started);
    await tryIt(started.url);
    const { version, count } = await tryScripts(started.url, folder);
    const megabytes = (size / 1e6).toFixed(1);
    console.log(
      `The packed collector (${megabytes} MB) stores events and serves ${count} files of version ${version}.`,
    );
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  } finally {
    if (child && child.exitCode === null) {
      const running = child;
      await new Promise((ended) => {
        running.removeAllListeners('exit').once('exit', ended);
        running.kill();
      });
    }
    rmSync(folder, { recursive: true, force: true });
  }
};
