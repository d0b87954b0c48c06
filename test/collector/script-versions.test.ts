// @vitest-environment node
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collectLog } from './support/collect-log.ts';
import { ask, atEnd, collectorFor, rawRequest } from './support/collector-harness.ts';
import { collectorProcess } from './support/collector-process.ts';

const first = '0.1.0-3f2a9c1d';
const second = '0.2.0-77aa00bb';
const sourceOf = (version: string) => `window.version = '${version}'; // ñ\n`.repeat(50);

const integrityOf = (text: string) => `sha384-${createHash('sha384').update(text).digest('base64')}`;

async function newFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'versions-'));
  atEnd(() => rm(folder, { recursive: true }));
  return folder;
}

/** Writes the scripts of a release as the build does. */
async function release(folder: string, version: string) {
  const contents = { 'vitrina.js': sourceOf(version), 'vitrina.js.map': '{"version":3}', 'vitrina.vtex.js': 'vtex();' };
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(contents)) await writeFile(join(folder, name), content);
  const files = Object.fromEntries(Object.entries(contents).map(([name, text]) => [name, integrityOf(text)]));
  await writeFile(join(folder, 'integrity.json'), JSON.stringify({ version, files }));
  await writeFile(join(folder, 'unlisted.js'), 'unlisted');
}

/** A collector of the first release whose folder of kept versions is `archive`. */
async function firstRelease() {
  const folder = await newFolder();
  const scriptFolder = join(folder, 'dist');
  const archive = join(folder, 'archive');
  await release(scriptFolder, first);
  await writeFile(join(folder, 'secret.js'), 'secret');
  return { scriptFolder, archive, collector: await collectorFor({ scriptFolder, scriptVersions: archive }) };
}

describe('scripts with a version in their address', () => {
  test('a page of any origin gets the script of a version, to be kept for a year', async () => {
    const { collector } = await firstRelease();
    const { status, headers, text } = await rawRequest(`${collector.url}/v/${first}/vitrina.js?id=xy76ks`);
    expect([status, text]).toEqual([200, sourceOf(first)]);
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      sourcemap: 'vitrina.js.map',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect((await rawRequest(`${collector.url}/v/${first}/vitrina.js.map`)).text).toBe('{"version":3}');
    expect((await rawRequest(`${collector.url}/v/${first}/vitrina.vtex.js`)).text).toBe('vtex();');
    const plain = await rawRequest(`${collector.url}/vitrina.js`);
    expect([plain.text, plain.headers['cache-control']]).toEqual([sourceOf(first), 'public, max-age=300']);
  });

  test('a script of a version is compressed, answered to HEAD without a body, and not sent twice', async () => {
    const { collector } = await firstRelease();
    const address = `${collector.url}/v/${first}/vitrina.js`;
    const packed = await fetch(address, { headers: { 'Accept-Encoding': 'br' } });
    expect([packed.headers.get('content-encoding'), await packed.text()]).toEqual(['br', sourceOf(first)]);
    const head = await rawRequest(address, {}, 'HEAD');
    expect([head.status, head.text, head.headers['cache-control']]).toEqual([
      200,
      '',
      'public, max-age=31536000, immutable',
    ]);
    const again = await rawRequest(address, { 'If-None-Match': String(head.headers.etag) });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  test('after a new release, a page that was loaded before still gets the files of its own version', async () => {
    const { scriptFolder, archive, collector } = await firstRelease();
    await collector.close();
    await release(scriptFolder, second);
    const { url } = await collectorFor({ scriptFolder, scriptVersions: archive });
    expect((await rawRequest(`${url}/v/${first}/vitrina.js`)).text).toBe(sourceOf(first));
    expect((await rawRequest(`${url}/v/${second}/vitrina.js`)).text).toBe(sourceOf(second));
    expect((await rawRequest(`${url}/vitrina.js`)).text).toBe(sourceOf(second));
  });

  test('files that are replaced under a running collector change nothing at the address of its version', async () => {
    const { scriptFolder, collector } = await firstRelease();
    await release(scriptFolder, second);
    expect((await rawRequest(`${collector.url}/v/${first}/vitrina.js`)).text).toBe(sourceOf(first));
    const early = await rawRequest(`${collector.url}/v/${second}/vitrina.js`);
    expect([early.status, early.headers['cache-control']]).toEqual([404, 'no-store']);
  });

  test('a collector that keeps no versions serves its own, and never other bytes under its address', async () => {
    const scriptFolder = await newFolder();
    await release(scriptFolder, first);
    const { url } = await collectorFor({ scriptFolder });
    expect((await rawRequest(`${url}/v/${first}/vitrina.js`)).text).toBe(sourceOf(first));
    await writeFile(join(scriptFolder, 'vitrina.js'), 'changed();');
    const changed = await rawRequest(`${url}/v/${first}/vitrina.js`);
    expect([changed.status, changed.headers['cache-control']]).toEqual([404, 'no-store']);
  });

  test('a kept file that is damaged is mended at the next start, and not served until then', async () => {
    const { scriptFolder, archive, collector } = await firstRelease();
    await collector.close();
    await writeFile(join(archive, first, 'vitrina.js'), '');
    const other = await newFolder();
    await release(other, second);
    const later = await collectorFor({ scriptFolder: other, scriptVersions: archive });
    expect((await rawRequest(`${later.url}/v/${first}/vitrina.js`)).status).toBe(404);
    await later.close();
    const mended = await collectorFor({ scriptFolder, scriptVersions: archive });
    await mended.close();
    const last = await collectorFor({ scriptFolder: other, scriptVersions: archive });
    expect((await rawRequest(`${last.url}/v/${first}/vitrina.js`)).text).toBe(sourceOf(first));
  });

  test('several collectors that start at once keep one whole version', async () => {
    const folder = await newFolder();
    await release(join(folder, 'dist'), first);
    const options = { scriptFolder: join(folder, 'dist'), scriptVersions: join(folder, 'archive') };
    await Promise.all([collectorFor(options), collectorFor(options), collectorFor(options)]);
    expect(await readdir(options.scriptVersions)).toEqual([first]);
    expect(await readdir(join(options.scriptVersions, first))).toHaveLength(4);
  });

  test('a folder that cannot hold the versions is told of, and the scripts are served all the same', async () => {
    const folder = await newFolder();
    await release(join(folder, 'dist'), first);
    await writeFile(join(folder, 'file'), '');
    await chmod(join(folder, 'file'), 0o400);
    const { sentences, logger } = collectLog('warn');
    const scriptVersions = join(folder, 'file');
    const { url } = await collectorFor({ scriptFolder: join(folder, 'dist'), scriptVersions, logger });
    expect(sentences).toEqual([expect.stringContaining(`The scripts of version ${first} could not be kept in`)]);
    expect((await rawRequest(`${url}/v/${first}/vitrina.js`)).text).toBe(sourceOf(first));
  });

  test('scripts that are not those of their list are told of, and their version is not served', async () => {
    const scriptFolder = await newFolder();
    await release(scriptFolder, first);
    await writeFile(join(scriptFolder, 'vitrina.js'), 'changed();');
    const { sentences, logger } = collectLog('warn');
    const scriptVersions = join(scriptFolder, 'archive');
    const { url } = await collectorFor({ scriptFolder, scriptVersions, logger });
    expect(sentences).toEqual([expect.stringContaining('vitrina.js is not the file that integrity.json lists')]);
    expect((await rawRequest(`${url}/v/${first}/vitrina.js`)).status).toBe(404);
    expect((await rawRequest(`${url}/vitrina.js`)).text).toBe('changed();');
  });
});

describe('addresses that lead to no script of a version', () => {
  test('an unknown version is answered with a sentence that no cache keeps and that the page can read', async () => {
    const { collector } = await firstRelease();
    const { status, headers, text } = await rawRequest(`${collector.url}/v/0.0.9-00000000/vitrina.js`);
    expect(status).toBe(404);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'access-control-allow-origin': '*' });
    expect(JSON.parse(text).errors[0]).toMatchObject({
      type: 'not_found',
      description: `There is no vitrina.js of the version 0.0.9-00000000 here; the version of today is ${first}, and /vitrina.js always leads to the newest.`,
    });
  });

  test('no version and no file name leads out of the folder of a version', async () => {
    const { collector, archive } = await firstRelease();
    await writeFile(join(archive, 'vitrina.js'), 'secret');
    await mkdir(join(archive, 'renamed'));
    await release(join(archive, '9.9.9-renamed'), first);
    const paths = [
      `/v/${first}/unlisted.js`,
      `/v/${first}/integrity.json`,
      `/v/${first}/missing.js`,
      `/v/${first}/constructor`,
      `/v/${first}/__proto__`,
      `/v/${first}/`,
      `/v/${first}`,
      `/v/${first}/../vitrina.js`,
      `/v/${first}/%2e%2e/vitrina.js`,
      `/v/${first}/..%2fvitrina.js`,
      `/v/${first}/..%5cvitrina.js`,
      `/v/${first}//vitrina.js`,
      `/v/${first}/vitrina.js/`,
      `/v/${first}/vitrina.js%00`,
      `/v/${first}/./vitrina.js`,
      `/v/${first.toUpperCase()}/vitrina.js`,
      `/v/${first}%2f/vitrina.js`,
      `/v/${first}%00/vitrina.js`,
      '/v/9.9.9-renamed/vitrina.js',
      '/v/renamed/vitrina.js',
      '/v/../secret.js',
      '/v/%2e%2e/secret.js',
      '/v/%2e%2e%2fdist/vitrina.js',
      '/v/./vitrina.js',
      '/v/%2e/vitrina.js',
      '/v//vitrina.js',
      '/v/vitrina.js',
      '/v/',
      '/v',
      `/v/${'0'.repeat(5000)}/vitrina.js`,
    ];
    for (const path of paths) {
      const { status, headers, text } = await rawRequest(collector.url + path);
      expect([path, status]).toEqual([path, 404]);
      expect(String(headers['cache-control'])).not.toContain('immutable');
      expect(text).not.toContain('secret"');
    }
    expect((await rawRequest(`${collector.url}/v/${first}/vitrina.js`, {}, 'POST')).status).toBe(404);
  });

  test('scripts without a list, or with one that is no list, have no version', async () => {
    const scriptFolder = await newFolder();
    await release(scriptFolder, first);
    for (const list of [
      '',
      '{}',
      '[]',
      'null',
      '{"version":"../x","files":{}}',
      '{"version":"1.0.0-a","files":null}',
    ]) {
      await writeFile(join(scriptFolder, 'integrity.json'), list);
      const collector = await collectorFor({ scriptFolder });
      expect((await rawRequest(`${collector.url}/v/${first}/vitrina.js`)).status).toBe(404);
      expect(await (await ask(collector, 'scripts')).json()).toEqual({
        version: null,
        files: {},
        max_age: 300,
        business: 'xy76ks',
      });
      await collector.close();
    }
  });
});

test('the inspector learns the version and the hashes of the scripts that are served', async () => {
  const { collector } = await firstRelease();
  expect(await (await ask(collector, 'scripts')).json()).toMatchObject({
    version: first,
    files: { 'vitrina.js': integrityOf(sourceOf(first)) },
  });
});

test('the command keeps versions beside the database, or where it is told to', async () => {
  const folder = await newFolder();
  await release(join(folder, 'dist'), first);
  const database = join(folder, 'events.db');
  const beside = await collectorProcess(['--database', database, '--scripts', join(folder, 'dist')]);
  expect((await rawRequest(`${beside.url}/v/${first}/vitrina.js`)).status).toBe(200);
  expect(await readdir(join(folder, 'scripts'))).toEqual([first]);
  const elsewhere = join(folder, 'elsewhere');
  await collectorProcess(['--database', ':memory:', '--scripts', join(folder, 'dist'), '--script-versions', elsewhere]);
  expect(await readdir(elsewhere)).toEqual([first]);
});
