// @vitest-environment node
import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { atEnd, collectorFor, rawRequest } from './support/collector-harness.ts';

const source = 'window.answer = 42; // ñ\n'.repeat(50);

async function scripts() {
  const folder = await mkdtemp(join(tmpdir(), 'scripts-'));
  atEnd(() => rm(folder, { recursive: true }));
  const dist = join(folder, 'dist');
  await mkdir(join(dist, 'plugins'), { recursive: true });
  await writeFile(join(dist, 'vitrina.js'), source);
  await writeFile(join(dist, 'vitrina.js.map'), '{"version":3}');
  await writeFile(join(dist, 'plugins', 'pages.js'), 'export {};');
  await writeFile(join(dist, 'index.d.ts'), 'export {};');
  await writeFile(join(folder, 'secret.js'), 'secret');
  await symlink(join(folder, 'secret.js'), join(dist, 'link.js'));
  await mkdir(join(dist, 'folder.js'));
  return { dist, collector: await collectorFor({ scriptFolder: dist }) };
}

describe('scripts that the collector serves', () => {
  test('the collector serves the built scripts and source maps to pages of every origin', async () => {
    const { collector } = await scripts();
    const { status, headers, text } = await rawRequest(`${collector.url}/vitrina.js?id=xy76ks`);
    expect(status).toBe(200);
    expect(text).toBe(source);
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      sourcemap: 'vitrina.js.map',
      'cache-control': 'public, max-age=300',
      'x-content-type-options': 'nosniff',
    });
    expect((await rawRequest(`${collector.url}/vitrina.js.map`)).text).toBe('{"version":3}');
    expect((await rawRequest(`${collector.url}/plugins/pages.js`)).text).toBe('export {};');
    expect((await rawRequest(`${collector.url}/vitrina.js`, {}, 'HEAD')).text).toBe('');
  });

  test('a script is compressed with Brotli if the browser accepts that', async () => {
    const { collector } = await scripts();
    const response = await fetch(`${collector.url}/vitrina.js`, { headers: { 'Accept-Encoding': 'br' } });
    expect(response.headers.get('content-encoding')).toBe('br');
    expect(response.headers.get('vary')).toBe('Accept-Encoding');
    const length = Number(response.headers.get('content-length'));
    expect(length).toBeLessThan(source.length / 4);
    expect(await response.text()).toBe(source);
    const refused = await rawRequest(`${collector.url}/vitrina.js`, { 'Accept-Encoding': 'br;q=0' });
    expect([refused.headers['content-encoding'], refused.text]).toEqual([undefined, source]);
  });

  test('a script that the browser has already is not sent again until it changes', async () => {
    const { collector, dist } = await scripts();
    const etag = String((await rawRequest(`${collector.url}/vitrina.js`)).headers.etag);
    const again = await rawRequest(`${collector.url}/vitrina.js`, { 'If-None-Match': etag });
    expect([again.status, again.text]).toEqual([304, '']);
    await writeFile(join(dist, 'vitrina.js'), 'changed();');
    await utimes(join(dist, 'vitrina.js'), 1, 1);
    const changed = await rawRequest(`${collector.url}/vitrina.js`, { 'If-None-Match': etag });
    expect([changed.status, changed.text]).toEqual([200, 'changed();']);
  });

  test('no path makes the collector serve a file other than the scripts in its folder', async () => {
    const { collector } = await scripts();
    const paths = [
      '/index.d.ts',
      '/missing.js',
      '/folder.js',
      '/link.js',
      '/../secret.js',
      '/%2e%2e/secret.js',
      '/..%2fsecret.js',
      '/plugins/../../secret.js',
      '/plugins/%2e%2e/%2e%2e/secret.js',
      '/..%5csecret.js',
      '/%00vitrina.js',
      '/vitrina.js%00',
      '/.vitrina.js',
      '//vitrina.js',
    ];
    for (const path of paths) {
      const { status, text } = await rawRequest(collector.url + path);
      expect([path, status]).toEqual([path, 404]);
      expect(text).not.toContain('secret"');
    }
    expect((await rawRequest(`${collector.url}/vitrina.js`, {}, 'POST')).status).toBe(404);
  });
});
