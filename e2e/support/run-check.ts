import type { Browser, BrowserContext } from '@playwright/test';
import type { Report } from '../../src/check/report.ts';

/** The built command, as the package has it. */
const built = new URL('../../dist/check/run-command.js', import.meta.url).href;

export interface Checked {
  code: number;
  /** What was printed, and below it what was complained of. */
  lines: string[];
  report: Report;
}

/**
 * Runs `vitrina check` in a browser that is open already.
 *
 * @param prepare gets the visit's context before the first page opens, as an extension of the browser would
 */
export const runCheck = async (
  browser: Browser,
  args: string[],
  prepare: (context: BrowserContext) => Promise<unknown> = async () => {},
): Promise<Checked> => {
  const { runCommand } = (await import(built)) as typeof import('../../src/check/run-command.ts');
  const lines: string[] = [];
  const add = (line: string) => void lines.push(...line.split('\n'));
  const prepared: Browser = Object.create(browser, {
    newContext: {
      value: async (options: object) => {
        const context = await browser.newContext(options);
        await prepare(context);
        return context;
      },
    },
  });
  const openBrowser = async () => ({ browser: prepared, found: 'the browser of the tests', close: async () => {} });
  const code = await runCommand(['check', ...args], { print: add, complain: add, openBrowser });
  const report = (args.includes('--json') ? JSON.parse(lines.join('\n')) : {}) as Report;
  return { code, lines, report };
};
