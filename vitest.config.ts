import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // npm run model
    exclude: ['test/model/**'],
    environment: 'happy-dom',
    environmentOptions: { happyDOM: { url: 'http://shop.localhost:3000/' } },
    restoreMocks: true,
    unstubGlobals: true,
  },
});
