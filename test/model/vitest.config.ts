import { defineConfig } from 'vitest/config';

/** Stories of chance take their time, so they are told by a command of their own: npm run model. */
export default defineConfig({ test: { include: ['test/model/*.test.ts'], environment: 'happy-dom' } });
