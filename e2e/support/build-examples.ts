import { existsSync } from 'node:fs';
import { rollup } from 'rollup';
import type { OutputOptions } from 'rollup';
import spa from '../../examples/spa/rollup.config.js';
import { ensureBrowser } from '../../scripts/ensure-browser.js';

/** Runs before the first test: checks that the package is built, bundles the single-page app with it, and finds a browser. */
export default async function buildExamples() {
  for (const file of ['dist/vitrina.js', 'dist/index.js', 'dist/stub.js']) {
    if (!existsSync(file))
      throw new Error(`${file} is missing: the browser tests run the built files, so build them first.`);
  }
  ensureBrowser();
  const bundle = await rollup(spa);
  await bundle.write(spa.output as OutputOptions);
  await bundle.close();
}
