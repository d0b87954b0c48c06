// @vitest-environment node
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const run = promisify(execFile);

/** Runs a module in its own process, like a server that renders pages. */
const node = async (code: string) => {
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', code]);
  return { said: stdout.trim(), complained: stderr.trim() };
};

// These tests read the built files; `npm test` builds first.
describe('built package in Node', () => {
  it('the import of the package has no side effects and lets the process end', async () => {
    const { said, complained } = await node(`
      const before = Object.getOwnPropertyNames(globalThis).length;
      let touched = 0;
      for (const name of ['setTimeout', 'setInterval', 'fetch']) {
        const real = globalThis[name];
        globalThis[name] = (...values) => (touched++, real(...values));
      }
      const { default: vitrina, createTracker } = await import('./dist/index.js');
      console.log(JSON.stringify({
        initialized: vitrina.isInitialized,
        session: vitrina.session ?? null,
        create: typeof createTracker,
        added: Object.getOwnPropertyNames(globalThis).length - before,
        touched,
      }));
    `);
    expect(complained).toBe('');
    expect(JSON.parse(said)).toEqual({ initialized: false, session: null, create: 'function', added: 0, touched: 0 });
  });

  it('without a page every call returns, track has failed, and nothing is kept', async () => {
    const { said, complained } = await node(`
      import vitrina, { createTracker } from './dist/index.js';
      await vitrina.initialize('xy76ks', { endpoint: 'https://collector.example/v1/events' });
      const early = await vitrina.track('cart.added', { object: 'cart-1' });
      const tracker = createTracker('xy76ks', { endpoint: 'https://collector.example/v1/events' });
      const other = await tracker.track('cart.added', { object: 'cart-1' });
      await vitrina.flush();
      vitrina.consent('granted');
      vitrina.consent('denied');
      vitrina.on('event', () => {})();
      vitrina.removeEventListener('event', () => {});
      vitrina.stop();
      tracker.stop();
      console.log(JSON.stringify([early, other, vitrina.isInitialized]));
    `);
    expect(complained).toBe('');
    const [early, other, initialized] = JSON.parse(said) as [object, object, boolean];
    for (const response of [early, other]) {
      expect(response).toMatchObject({ failed: true, succeeded: false, queued: false, stored: false });
    }
    expect(initialized).toBe(false);
  });

  it('a hundred thousand calls without a page are answered at once', async () => {
    const { said } = await node(`
      import vitrina from './dist/index.js';
      let failed = 0;
      for (let index = 0; index < 100_000; index++) failed += (await vitrina.track('a.one', { index })).failed;
      console.log(failed);
    `);
    expect(Number(said)).toBe(100_000);
  });

  it('the package works in a worker, which has neither window nor document', async () => {
    const { said, complained } = await node(`
      import { pathToFileURL } from 'node:url';
      import { Worker } from 'node:worker_threads';
      const file = pathToFileURL('dist/index.js').href;
      const code =
        'import { parentPort } from "node:worker_threads"; globalThis.self = globalThis;' +
        'const { default: vitrina } = await import("' + file + '");' +
        'parentPort.postMessage((await vitrina.track("a.one")).failed)';
      new Worker(new URL('data:text/javascript,' + encodeURIComponent(code))).on('message', (failed) => console.log(failed));
    `);
    expect(complained).toBe('');
    expect(said).toBe('true');
  });
});

describe('package', () => {
  it('the library that is named to the endpoint has the version of the package', async () => {
    const { LIBRARY } = await import('../../src/base/library.ts');
    expect(LIBRARY).toBe(`vitrina/${packageJson.version}`);
  });

  it('the package declares no side effects, so that bundlers drop unused code', () => {
    expect(packageJson.sideEffects).toBe(false);
  });

  it("every file that the package's entries name exists", () => {
    const entries = Object.values(packageJson.exports).filter((entry) => typeof entry === 'object');
    expect(entries.length).toBeGreaterThan(2);
    for (const entry of entries) {
      for (const file of Object.values(entry)) expect(existsSync(file), file).toBe(true);
    }
    for (const file of [packageJson.types, packageJson.unpkg, packageJson.jsdelivr]) {
      expect(existsSync(file), file).toBe(true);
    }
  });

  it('the packed package holds no source map, and no module or declaration to which none of its entries leads', async () => {
    const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts']);
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    const entries = Object.values(packageJson.exports).flatMap((entry) =>
      typeof entry === 'object' ? Object.values(entry) : [],
    );
    const reached = new Set([...entries, ...Object.values(packageJson.bin)].map((file) => posix.normalize(file)));
    for (const file of reached) {
      const isDeclaration = file.endsWith('.d.ts');
      for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(
        /(?:from |import |import\()['"](\.[^'"]+)['"]/g,
      )) {
        reached.add(posix.join(posix.dirname(file), isDeclaration ? path.replace(/\.js$/, '.d.ts') : path));
      }
    }
    expect(reached.size).toBeGreaterThan(150);
    const isScript = (path: string) => /^dist\/(vitrina[\w.-]*|stub)\.js$/.test(path);
    const others = files.map(({ path }) => path).filter((path) => !reached.has(path) && !isScript(path));
    expect(others.sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      // Read by the command, and put into the pages that it opens.
      'dist/check/in-page.js',
      'dist/integrity.json',
      'package.json',
    ]);
  });

  it('the built script has no module syntax and nothing newer than ES2020', async () => {
    const { parse } = await import('acorn');
    const script = readFileSync('dist/vitrina.js', 'utf8');
    expect(() => parse(script, { ecmaVersion: 2020, sourceType: 'script' })).not.toThrow();
    const stub = readFileSync('dist/stub.js', 'utf8');
    expect(() => parse(stub, { ecmaVersion: 5, sourceType: 'script' })).not.toThrow();
    expect(new TextEncoder().encode(stub.trim()).length).toBeLessThanOrEqual(400);
  });

  it.each(['eval(', 'new Function', 'document.write', 'innerHTML', 'unload"', "unload'", 'XMLHttpRequest'])(
    'the built script does not contain %s',
    (forbidden) => {
      expect(readFileSync('dist/vitrina.js', 'utf8')).not.toContain(forbidden);
    },
  );
});
