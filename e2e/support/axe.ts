import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  run: (options: object) => Promise<{ violations: { id: string; nodes: { target: unknown[] }[] }[] }>;
}

/**
 * The findings of axe, of whatever weight, each with the elements that it is about. The page's rules have to let it in (bypassCSP).
 *
 * @param rules only these, such as `color-contrast` where nothing but the colours differs from what was looked at; by default all
 */
export const findingsIn = async (page: Page, rules?: string[]) => {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const { violations } = await page.evaluate(
    (options) => (window as unknown as { axe: Axe }).axe.run(options),
    rules ? { runOnly: rules } : {},
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
};
