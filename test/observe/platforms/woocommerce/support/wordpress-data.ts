import resolve from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
import type { Plugin } from 'rollup';

const ENTRY = '\0entry';
/** Replacements of dependencies that the page of a shop does not use: React, and actions written as generators. */
const LEFT_OUT: Record<string, string> = {
  '@wordpress/compose':
    'export const compose = (...tasks) => (value) => tasks.reduceRight((last, task) => task(last), value);',
  '@wordpress/redux-routine': 'export default () => () => (next) => (action) => next(action);',
};
const SOURCE = `
  export { createRegistry } from '${process.cwd()}/node_modules/@wordpress/data/build-module/registry.mjs';
  export { default as createReduxStore } from '${process.cwd()}/node_modules/@wordpress/data/build-module/redux-store/index.mjs';
`;

const entry: Plugin = {
  name: 'entry',
  resolveId: (id) => (id === ENTRY || id in LEFT_OUT ? id : null),
  load: (id) => (id === ENTRY ? SOURCE : (LEFT_OUT[id] ?? null)),
  // Two of its dependencies are CommonJS without a require.
  transform: (code, id) =>
    /\b(equivalent-key-map|deepmerge)\b/.test(id) && /module\.exports/.test(code)
      ? `const module = { exports: {} }; const exports = module.exports;\n${code}\nexport default module.exports;`
      : null,
};

let made: Promise<string> | undefined;

/** The real package `@wordpress/data`, without React, as a script that leaves `wordpressData`. */
export const bundleWordpressData = () =>
  (made ??= (async () => {
    const bundle = await rollup({
      input: ENTRY,
      plugins: [entry, resolve({ browser: true })],
      onwarn: (warning) => {
        throw new Error(warning.message);
      },
    });
    const { output } = await bundle.generate({ format: 'iife', name: 'wordpressData' });
    await bundle.close();
    return output[0].code.replaceAll('process.env.NODE_ENV', '"production"');
  })());

export interface WordpressData {
  createRegistry(): {
    register(store: unknown): void;
    select(name: string): Record<string, (...values: unknown[]) => unknown>;
    dispatch(name: string): Record<string, (...values: unknown[]) => unknown>;
  };
  createReduxStore(name: string, options: object): unknown;
}

/** The package for tests without a browser. */
export const loadWordpressData = async () =>
  new Function(`${await bundleWordpressData()}; return wordpressData;`)() as WordpressData;
