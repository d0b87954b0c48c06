import resolve from '@rollup/plugin-node-resolve';
import { fileURLToPath } from 'node:url';

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Bundles the app with the built package, as an app that has it from npm does. @type {import('rollup').RollupOptions} */
export default {
  input: here('./main.js'),
  output: { file: here('./dist/main.js'), format: 'es', sourcemap: true },
  plugins: [resolve({ browser: true })],
};
