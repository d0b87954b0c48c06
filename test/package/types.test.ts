// @vitest-environment node
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const subpaths = Object.entries(packageJson.exports).flatMap(([path, entry]) =>
  typeof entry === 'object' ? [path] : [],
);

/** A program of a customer, which imports everything of the package by the names that npm gives it. */
const CONSUMER = 'test/package/consumer.ts';
const imports = subpaths.map((path, index) => `export * as part${index} from '${path.replace('.', 'vitrina')}';`);

/** Compiles the program against the built declarations, and returns what the compiler complains of. */
const compile = (code: string, more: Partial<ts.CompilerOptions> = {}) => {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2020,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2020.d.ts'],
    types: [],
    strict: true,
    skipLibCheck: false,
    noEmit: true,
    ...more,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => file === CONSUMER || fileExists(file);
  host.getSourceFile = (file, ...rest) =>
    file === CONSUMER ? ts.createSourceFile(file, code, ts.ScriptTarget.ES2020, true) : getSourceFile(file, ...rest);
  const program = ts.createProgram([CONSUMER], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
};

// These tests read the built files; `npm test` builds first.
describe('the types of the package', { timeout: 60_000 }, () => {
  it.each([
    ['without the DOM library', {}],
    ['with the DOM library', { lib: ['lib.es2020.d.ts', 'lib.dom.d.ts'] }],
    ['as a Node program', { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 }],
    ['with exact optional properties', { exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true }],
  ])('each part of the package compiles %s, with its declarations checked', (_name, options) => {
    expect(compile(imports.join('\n'), options)).toEqual([]);
  });

  const options = `
    import vitrina, { createTracker } from 'vitrina';
    import { shopify } from 'vitrina/observe/shopify';
    createTracker('xy76ks', {
      endpoint: '/events',
      pageViews: { ignore: (url) => /^.admin/.test(url.pathname + url.search) },
    });
    const link: string = vitrina.decorate('https://shop.example/');
    shopify({ early: [] }).start;
    void link;
  `;

  it('a tracker of its own needs an endpoint or a destination', () => {
    const program = (given: string) => `
      import { createTracker } from 'vitrina';
      import { hellotext } from 'vitrina/hellotext';
      createTracker('xy76ks', { ${given} });
      void hellotext;
    `;
    for (const given of ["endpoint: '/events'", 'destination: hellotext()'])
      for (const exact of [false, true])
        expect(compile(program(`${given}, clicks: false`), { exactOptionalPropertyTypes: exact })).toEqual([]);
    expect(compile(program('clicks: false'))).toEqual([expect.stringMatching(/endpoint.*missing|missing.*endpoint/)]);
  });

  it('a program without the DOM library uses the addresses that the package passes', () => {
    expect(compile(options)).toEqual([]);
    expect(compile(options.replace('url.pathname', 'url.path'))).toHaveLength(1);
  });

  it('a program with the DOM library gets and gives the addresses of the browser', () => {
    const dom = { lib: ['lib.es2020.d.ts', 'lib.dom.d.ts'] };
    const code = options
      .replace('(url) =>', '(url: URL) => url.searchParams.has("draft") ||')
      .replace("'https://shop.example/'", "new URL('https://shop.example/')");
    expect(compile(code, dom)).toEqual([]);
    expect(compile(code.replace('new URL', 'new Date'), dom)).not.toEqual([]);
  });
});
