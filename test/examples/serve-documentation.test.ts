// @vitest-environment node

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startExamples } from '../../examples/serve-examples.js';

let folder: string;
let examples: Awaited<ReturnType<typeof startExamples>>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'documentation-'));
  examples = await startExamples({ collector: 'http://127.0.0.1:4318', documentation: join(folder, 'dist') });
});

afterEach(async () => {
  await examples.close();
  await rm(folder, { recursive: true });
});

const build = async () => {
  await mkdir(join(folder, 'dist/es'), { recursive: true });
  await mkdir(join(folder, 'dist/assets'));
  await writeFile(join(folder, 'secret.html'), 'secret');
  await writeFile(join(folder, 'dist/index.html'), 'start');
  await writeFile(join(folder, 'dist/es/index.html'), 'inicio');
  await writeFile(join(folder, 'dist/404.html'), 'no such page');
  await writeFile(join(folder, 'dist/assets/@search.a-b_c.js'), 'search');
};

const get = async (path: string) => {
  const response = await fetch(examples.url + path, { redirect: 'manual' });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
};

/** The status for a path that `fetch` would tidy up. */
const getRaw = (path: string) =>
  new Promise<string>((resolve, reject) => {
    const { hostname, port } = new URL(examples.url);
    request({ hostname, port, path }, (response) => {
      let text = '';
      response.on('data', (part) => (text += part)).on('end', () => resolve(text));
    })
      .on('error', reject)
      .end();
  });

describe('documentation in the demo', () => {
  it('before it is built the address says how to build it, and once it is built the running demo serves it', async () => {
    expect(await get('/docs/')).toMatchObject({ status: 404, text: expect.stringContaining('npm run docs') });
    await build();
    expect(await get('/docs/')).toEqual({ status: 200, type: 'text/html; charset=utf-8', text: 'start' });
    expect(await get('/docs/es/')).toMatchObject({ status: 200, text: 'inicio' });
    expect(await get('/docs/assets/@search.a-b_c.js')).toEqual({
      status: 200,
      type: 'text/javascript; charset=utf-8',
      text: 'search',
    });
    expect(await get('/docs')).toMatchObject({ status: 308 });
  });

  it('a page that does not exist gets the page of the site that says so', async () => {
    await build();
    expect(await get('/docs/nothing.html')).toEqual({
      status: 404,
      type: 'text/html; charset=utf-8',
      text: 'no such page',
    });
  });

  it('no address leads out of the folder of the site', async () => {
    await build();
    for (const path of [
      '/docs/../secret.html',
      '/docs/%2e%2e/secret.html',
      '/docs/..%2fsecret.html',
      '/docs//secret.html',
    ]) {
      expect(await getRaw(path), path).not.toContain('secret');
    }
  });
});
