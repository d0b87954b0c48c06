import resolve from '@rollup/plugin-node-resolve';
import { fileURLToPath } from 'node:url';
import { rollup } from 'rollup';

/** Bundles a module of the tests with the built package, as an app does that uses the package from npm. */
export const bundleModule = async (path: string): Promise<string> => {
  const input = fileURLToPath(new URL(path, import.meta.url));
  const bundle = await rollup({ input, plugins: [resolve({ browser: true })] });
  const { output } = await bundle.generate({ format: 'es' });
  await bundle.close();
  return output[0].code;
};
