import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import terser from '@rollup/plugin-terser';
import typescript from '@rollup/plugin-typescript';
import ts from 'typescript';

/** Subpaths of the package, from package.json: one entry each. */
const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
const modules = Object.values(exports)
  .filter((entry) => typeof entry === 'object')
  .map(({ default: file }) => file.replace('./dist/', 'src/').replace(/\.js$/, '.ts'));

const { compilerOptions } = ts.readConfigFile('tsconfig.json', (file) => readFileSync(file, 'utf8')).config;

/**
 * `let` in place of `const` makes the files a little smaller; that nothing is assigned twice is checked before.
 *
 * @type {ts.TransformerFactory<ts.SourceFile>}
 */
const letForConst = (context) => (file) => {
  /** @param {ts.Node} node @returns {ts.Node} */
  const visit = (node) => {
    const inner = ts.visitEachChild(node, visit, context);
    return ts.isVariableDeclarationList(inner) && inner.flags & ts.NodeFlags.Const
      ? context.factory.createVariableDeclarationList(inner.declarations, ts.NodeFlags.Let)
      : inner;
  };
  return /** @type {ts.SourceFile} */ (visit(file));
};

/** Takes the types off, file by file; whether they are right is checked by `npm run types`. */
const withoutTypes = {
  name: 'without-types',
  /**
   * @param {string} id
   * @param {string | undefined} importer
   */
  resolveId: (id, importer) =>
    importer && /^\..*\.js$/.test(id) && importer.endsWith('.ts')
      ? join(dirname(importer), id.replace(/\.js$/, '.ts'))
      : undefined,
  /**
   * @param {string} code
   * @param {string} id
   */
  transform: (code, id) => {
    if (!id.endsWith('.ts')) return undefined;
    const { outputText, sourceMapText } = ts.transpileModule(code, {
      compilerOptions: { ...compilerOptions, sourceMap: true, declaration: false, noEmit: false, importHelpers: false },
      fileName: id,
      transformers: { after: [letForConst] },
    });
    return { code: outputText.replace(/\n\/\/# sourceMappingURL=.*/, ''), map: sourceMapText };
  },
};

/**
 * Leaves out the declarations to which no public declaration leads.
 *
 * @type {import('rollup').Plugin}
 */
const onlyPublicDeclarations = {
  name: 'only-public-declarations',
  generateBundle: {
    // Declarations are emitted by then.
    order: 'post',
    handler(_options, bundle) {
      const reached = new Set(modules.map((file) => file.replace('src/', '').replace(/\.ts$/, '.d.ts')));
      for (const name of reached) {
        const file = bundle[name];
        if (file?.type !== 'asset') throw new Error(`There is no declaration ${name}.`);
        for (const [, path] of String(file.source).matchAll(/(?:from |import\()['"](\.[^'"]+)\.js['"]/g)) {
          reached.add(posix.join(posix.dirname(name), `${path}.d.ts`));
        }
      }
      for (const name of Object.keys(bundle)) if (name.endsWith('.d.ts') && !reached.has(name)) delete bundle[name];
    },
  },
};

/** Takes the newline off the end, which nobody reads. @type {import('rollup').Plugin} */
const withoutNewline = {
  name: 'without-newline',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) if (file.type === 'chunk') file.code = file.code.trimEnd();
  },
};

/** Files for script tags: `vitrina` becomes `vitrina.js`, any other name becomes `vitrina.<name>.js`. */
const ENTRIES = 'src/script/entries';
const entries = readdirSync(ENTRIES)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace('.ts', ''));

/**
 * What scripts of a shop have put others in place of, by how the browser's own is still reached: shops call the address of their server
 * `URL`, and Prototype.js and MooTools write their own `Element`.
 * https://url.spec.whatwg.org/#url-class has the other name of `URL`, which workers do not have (2026-11).
 *
 * @type {[use: RegExp, own: string][]}
 */
const OWN = [
  [/\bURL[.(]/, 'URL=window.webkitURL'],
  [/\bElement\.|instanceof Element\b/, 'Element=Object.getPrototypeOf(HTMLElement)'],
];

/** Begins a file for pages with the browser's own globals. @param {import('rollup').RenderedChunk} chunk */
const ownGlobals = ({ modules }) => {
  const code = Object.values(modules)
    .map((module) => module.code)
    .join('\n');
  const found = OWN.flatMap(([use, own]) => (use.test(code) ? own : []));
  return found.length ? `let ${found.join()};` : '';
};

/**
 * A file for script tags, which holds all that it needs.
 *
 * @param {string} name
 */
const script = (name) => ({
  input: `${ENTRIES}/${name}.ts`,
  output: {
    file: `dist/${name === 'vitrina' ? name : `vitrina.${name}`}.js`,
    // NubeSDK imports its apps.
    format: name.startsWith('nube') ? 'es' : 'iife',
    // Pixels and NubeSDK's apps run in workers of their own.
    intro: /^(nube|pixel)/.test(name) ? '' : ownGlobals,
    // The collector names the map in a header. The package on npm has no maps, and no page asks for what is not there.
    sourcemap: 'hidden',
  },
  plugins: [
    withoutTypes,
    terser({
      ecma: 2020,
      module: true,
      compress: { passes: 3, inline: 1, unsafe: true, unsafe_arrows: true },
      // Chromium 136 and later compile all of it while it loads, beside the main thread, and not each function on the main
      // thread as it is first called: https://v8.dev/blog/explicit-compile-hints (2026-11)
      format: { comments: false, preamble: '//# allFunctionsCalledOnLoad' },
    }),
    withoutNewline,
  ],
});

export default [
  {
    input: modules,
    output: {
      dir: 'dist',
      format: 'es',
      preserveModules: true,
      preserveModulesRoot: 'src',
    },
    plugins: [
      typescript({
        noEmit: false,
        declaration: true,
        outDir: 'dist',
        rootDir: 'src',
        include: ['**/*.ts'],
        exclude: ['script/**', 'check/**'],
      }),
      onlyPublicDeclarations,
    ],
  },
  ...entries.map((name) => script(name)),
  // The command `vitrina check`: what runs in Node, and what it puts into the pages that it opens.
  {
    input: { main: 'src/check/main.ts', 'run-command': 'src/check/run-command.ts' },
    output: { dir: 'dist/check', format: 'es', chunkFileNames: '[name].js' },
    external: /^node:/,
    plugins: [withoutTypes],
  },
  {
    input: 'src/check/page/in-page.ts',
    output: { file: 'dist/check/in-page.js', format: 'iife' },
    plugins: [withoutTypes],
  },
  {
    input: 'src/script/entries/stub.js',
    output: { file: 'dist/stub.js', format: 'es' },
    plugins: [terser({ ecma: 5, compress: { passes: 3 } })],
  },
];
