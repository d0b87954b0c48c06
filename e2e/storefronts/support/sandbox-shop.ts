import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import type { Row } from '../../../collector/src/index.ts';
import { toDocument } from '../../support/page-server.ts';
import type { PageServer } from '../../support/page-server.ts';

declare global {
  interface Window {
    worker: Worker;
    isStarted: Promise<void>;
    tell: (...message: unknown[]) => void;
  }
}

const fixture = (name: string) => readFileSync(new URL(`sandboxes/${name}`, import.meta.url), 'utf8');
const built = (name: string) => readFileSync(new URL(`../../../dist/${name}`, import.meta.url), 'utf8');
const js = { 'Content-Type': 'text/javascript; charset=utf-8' };

/** Adds a platform's sandbox, with the built `file` in it, to the pages of the test's own shop. */
export const createSandboxShop = (site: PageServer, kind: 'pixel' | 'nube', file = `vitrina.${kind}.js`) => {
  const isModule = kind === 'nube';
  site.add('/host.js', { html: fixture('host-page.js'), headers: js });
  site.add('/worker.js', { html: fixture('ask-page.js') + fixture(`${kind}-worker.js`), headers: js });
  site.add(`/vitrina.${kind}.js`, { html: built(file), headers: js });
  return {
    /** Adds a page whose sandbox is started with `start`. */
    add: (path: string, start: object, head = '') =>
      site.add(
        path,
        toDocument({
          head: `${head}<script src="/host.js"></script>`,
          body: `<script>openSandbox('/worker.js', ${JSON.stringify({ type: isModule ? 'module' : 'classic' })}, ${JSON.stringify(start)})</script>`,
        }),
      ),
    async open(page: Page, url: string) {
      await page.goto(url);
      await page.evaluate(() => window.isStarted);
    },
  };
};

/** Sends a message to the sandbox. */
export const tell = (page: Page, ...message: unknown[]) => page.evaluate((values) => window.tell(...values), message);

interface Line {
  product: { reference: string; source: string; sku?: string };
  quantity: number;
}
interface Described {
  reference?: string;
  source?: string;
  sku?: string;
  code?: string;
  items?: Line[];
}

/** A row of the collector's database in the short form that these tests compare. */
export const toLine = ({ action, amount, currency, observed_by, event }: Row): string => {
  const { items, ...object } = (event.object_parameters ?? {}) as Described;
  const [line] = items ?? [];
  const { product = object, quantity } = line ?? { product: object };
  return [
    action,
    product.reference ?? object.code,
    product.sku,
    quantity,
    amount ?? undefined,
    currency ?? undefined,
    observed_by,
    product.source,
    items && object.reference,
  ]
    .map((cell) => cell ?? '-')
    .join(' | ');
};
