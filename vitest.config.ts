import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// No test judges how fast something is, and machines may be busy.
const patience = { testTimeout: 30_000, hookTimeout: 60_000 };

const common = { ...patience, restoreMocks: true, unstubGlobals: true };

/** How the tests of the client are run: in a page of a shop. */
export const client = {
  ...common,
  environment: 'happy-dom',
  environmentOptions: { happyDOM: { url: 'http://shop.localhost:3000/' } },
};

export default defineConfig({
  test: {
    // All cores: Vitest would leave one of them idle, which is half of a small machine.
    maxWorkers: availableParallelism(),
    projects: [
      {
        test: {
          ...client,
          name: 'client',
          include: ['test/**/*.test.ts'],
          // The model of delivery is `npm run model`.
          exclude: ['test/model/**', 'test/collector/**'],
        },
      },
      {
        test: {
          ...common,
          name: 'collector',
          include: ['test/collector/**/*.test.ts'],
          environment: 'node',
          globalSetup: 'test/collector/support/shared-postgres.ts',
        },
      },
    ],
  },
});
