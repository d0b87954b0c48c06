import { defineConfig } from 'vitest/config';

/** Random stories take long, so they have their own command: npm run model. */
export default defineConfig({ test: { include: ['test/model/*.test.ts'], environment: 'happy-dom' } });
