import type { BrowserContext } from '@playwright/test';

/**
 * Listens to everything that pages say in their consoles, and to every exception and rejection that nobody has caught. A page
 * with Vitrina on it says nothing; a test that breaks the network allows what the browser itself says about it.
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
    /** From here on, messages like this one are no noise. */
    allow: (pattern: RegExp) => void allowed.push(pattern),
    /** Everything that was said, the allowed too. */
    said: (pattern = /(?:)/) => said.filter((message) => pattern.test(message)),
    noise: () => said.filter((message) => !allowed.some((pattern) => pattern.test(message))),
  };
};

export type ConsoleGuard = ReturnType<typeof createConsoleGuard>;
