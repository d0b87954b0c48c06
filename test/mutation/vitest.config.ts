import { env } from 'node:process';
import { defineConfig } from 'vitest/config';
import { client } from '../../vitest.config.ts';

/** Tests beside those of the folder that say what it does. */
const FURTHER: Record<string, string[]> = { visitor: ['test/tracker/{identify,returning-visitor}.test.ts'] };

const { MUTATED = 'delivery' } = env;
const include = [`test/${MUTATED}/**/*.test.ts`, ...(FURTHER[MUTATED] ?? [])];

/** The tests of one folder, for `npm run mutate`. They share one window, which is four times as fast. */
export default defineConfig({
  test: { ...client, include, isolate: false, setupFiles: ['test/mutation/setup.ts'] },
});
