/**
 * `npm run size`: measures what a page loads. Script files are measured as built. An npm import is measured as an app's bundler
 * would bundle it, with its dependencies and without unused code.
 */
import { argv, cwd, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { rollup } from 'rollup';
import { runStep } from './run-step.js';

const IMPORTS = { 'create-tracker': 'createTracker' };
const ENTRY = '\0entry';

export const size = async () => {
  for (const [file, name] of Object.entries(IMPORTS)) {
    const bundle = await rollup({
      input: ENTRY,
      plugins: [
        {
          name: 'entry',
          resolveId: (id) => (id === ENTRY ? id : undefined),
          load: (id) => (id === ENTRY ? `export { ${name} } from '${cwd()}/dist/index.js';` : undefined),
        },
        resolve({ browser: true }),
        terser({ ecma: 2020, module: true, compress: { passes: 3 } }),
      ],
    });
    await bundle.write({ file: `.reports/size/${file}.js`, format: 'es' });
    await bundle.close();
  }
  return runStep('size-limit');
};

if (argv[1] === fileURLToPath(import.meta.url)) exit((await size()) ? 0 : 1);
