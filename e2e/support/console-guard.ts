import type { BrowserContext } from '@playwright/test';

/**
 * Records everything that pages write to their consoles, and every uncaught exception and rejection. A page with Vitrina writes
 * nothing. A test that breaks the network allows the browser's own messages about it.
 */
export const createConsoleGuard = () => {
  const said: string[] = [];
  const allowed: RegExp[] = [];

  return {
    watch(context: BrowserContext) {
      context.on('console', (message) => {
        const where = message.location().url;
        said.push(`${message.type()}: ${message.text()}${where ? ` (${where})` : ''}`);
      });
      context.on('weberror', (error) => said.push(`uncaught: ${error.error().stack ?? error.error().message}`));
    },
    /** Allows messages like this one from now on. */
    allow: (pattern: RegExp) => void allowed.push(pattern),
    /** All messages, including the allowed ones. */
    said: (pattern = /(?:)/) => said.filter((message) => pattern.test(message)),
    noise: () => said.filter((message) => !allowed.some((pattern) => pattern.test(message))),
  };
};

export type ConsoleGuard = ReturnType<typeof createConsoleGuard>;
