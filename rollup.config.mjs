import { readFileSync } from 'node:fs';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import typescript from '@rollup/plugin-typescript';

/** Subpaths of the package, from package.json: one entry each. */
const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
const modules = Object.values(exports)
  .filter((entry) => typeof entry === 'object')
  .map(({ default: file }) => file.replace('./dist/', 'src/').replace(/\.js$/, '.ts'));

/**
 * A file for script tags, which holds all that it needs.
 *
 * @param {string} input
 * @param {string} file
 * @param {'iife' | 'es'} [format]
 */
const script = (input, file, format = 'iife') => ({
  input,
  output: { file, format, sourcemap: true },
  plugins: [
    resolve({ browser: true }),
    typescript({ noEmit: false, outDir: 'dist', include: ['**/*.ts'], rootDir: 'src' }),
    terser({
      ecma: 2020,
      toplevel: true,
      compress: { passes: 5, inline: 1, unsafe_arrows: true, unsafe_methods: true },
    }),
  ],
});

export default [
  {
    input: modules,
    external: ['js-cookie'],
    output: {
      dir: 'dist',
      format: 'es',
      preserveModules: true,
      preserveModulesRoot: 'src',
      sourcemap: true,
      sourcemapExcludeSources: false,
    },
    plugins: [
      typescript({
        noEmit: false,
        declaration: true,
        outDir: 'dist',
        rootDir: 'src',
        include: ['**/*.ts'],
        exclude: ['script.ts', 'script-hellotext.ts', 'script/**'],
      }),
    ],
  },
  script('src/script.ts', 'dist/vitrina.js'),
  script('src/script-hellotext.ts', 'dist/vitrina.hellotext.js'),
  script('src/script/debug.ts', 'dist/vitrina.debug.js'),
  script('src/script/consent.ts', 'dist/vitrina.consent.js'),
  script('src/script/pixel.ts', 'dist/vitrina.pixel.js'),
  // NubeSDK imports its apps.
  script('src/script/nube.ts', 'dist/vitrina.nube.js', 'es'),
  {
    input: 'src/stub.js',
    output: { file: 'dist/stub.js', format: 'es' },
    plugins: [terser({ ecma: 5, compress: { passes: 3 } })],
  },
];
