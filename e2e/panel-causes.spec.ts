import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import type { Collector } from '../collector/src/index.ts';
import type { ConsoleGuard } from './support/console-guard.ts';
import { ANY_ORIGIN, expect, test } from './support/fixtures.ts';
import { toDocument } from './support/page-server.ts';
import type { PageServer } from './support/page-server.ts';
import { isReady, scriptTag } from './support/tracked-page.ts';

interface Scene {
  page: Page;
  site: PageServer;
  collector: Collector;
  console: ConsoleGuard;
}

/** Adds a page to the site and opens it with the panel. */
const show = async ({ page, site }: Scene, head: string, headers = {}, query = '') => {
  const url = site.add('/', { html: toDocument({ head }), headers });
  await page.goto(`${url}?vitrina_debug${query}`);
};

/** A page whose requests to the collector are answered by `fulfill`, as by a collector in that state. */
const answered = async (scene: Scene, status: number, body = {}) => {
  const headers = { 'Access-Control-Allow-Origin': '*' };
  await scene.page.route('**/v1/events?*', (route) => route.fulfill({ status, headers, json: body }));
  await show(scene, scriptTag(scene.collector));
};

const STUB = `<script>window.vitrina = { q: [], track() { vitrina.q.push(['track', arguments, +new Date()]) } };</script>`;
const FILES = /\/vitrina[\w.-]*\.js/;
const OFFLINE = /ERR_INTERNET_DISCONNECTED/;

/** Brings each row of the table about, by the code in its last column. */
const scenes: Record<string, (scene: Scene) => Promise<unknown>> = {
  'no-id': (scene) => show(scene, `<script async src="${scene.collector.url}/vitrina.js"></script>`),
  'wrong-id': (scene) => show(scene, scriptTag(scene.collector, { id: 'xy 76ks' })),
  'wrong-option': (scene) => show(scene, scriptTag(scene.collector, { flushAfter: 'soon' })),
  'no-endpoint': async (scene) => {
    await scene.page.route('https://unpkg.com/**', async (route) => {
      const [file = ''] = FILES.exec(route.request().url()) ?? [];
      await route.fulfill({ path: `dist${file}`, contentType: 'text/javascript' });
    });
    await show(scene, scriptTag({ url: 'https://unpkg.com/vitrina/dist' }));
  },
  'not-started': async (scene) => {
    await show(scene, `<script src="${scene.collector.url}/vitrina.storefront.js"></script>`);
    const start = () => window.vitrina.initialize('xy76ks', { endpoint: 1n } as never).catch(() => {});
    await scene.page.evaluate(start);
  },
  csp: (scene) =>
    show(scene, scriptTag(scene.collector), {
      'Content-Security-Policy': `script-src ${scene.collector.url}; connect-src 'self'`,
    }),
  mixed: async (scene) => {
    const { page } = scene;
    await page.route('https://shop.example/**', async (route) => {
      const [file] = FILES.exec(route.request().url()) ?? [];
      if (file) return route.fulfill({ path: `dist${file}`, contentType: 'text/javascript' });
      const tag = scriptTag({ url: 'https://shop.example' }, { endpoint: 'http://events.example/v1/events' });
      return route.fulfill({ body: toDocument({ head: tag }), contentType: 'text/html; charset=utf-8' });
    });
    await page.goto('https://shop.example/?vitrina_debug');
  },
  'unknown-business': (scene) => show(scene, scriptTag(scene.collector, { id: 'nobody' })),
  'other-origin': async (scene) => {
    const url = scene.site.add('/', toDocument({ head: scriptTag(scene.collector) }), 'shop.example');
    await scene.page.goto(`${url}?vitrina_debug`);
  },
  'not-found': (scene) => show(scene, scriptTag(scene.collector, { endpoint: '/nowhere' })),
  'no-collector': (scene) =>
    show(scene, scriptTag(scene.collector, { endpoint: scene.site.toUrl('/nowhere', '127.0.0.1') })),
  'switched-off': (scene) => answered(scene, 410, { off: true }),
  busy: (scene) => answered(scene, 503),
  odd: (scene) => answered(scene, 418),
  blocked: async (scene) => {
    await scene.page.route('**/v1/events?*', (route) => route.abort('blockedbyclient'));
    await show(scene, scriptTag(scene.collector));
  },
  unreachable: async (scene) => {
    await scene.page.route(`${scene.collector.url}/**`, (route) =>
      route.request().resourceType() === 'script' ? route.continue() : route.abort('connectionrefused'),
    );
    await show(scene, scriptTag(scene.collector));
  },
  offline: async (scene) => {
    await show(scene, scriptTag(scene.collector));
    await expect(scene.page.locator('vitrina-panel .cause.fine')).toBeVisible();
    scene.console.allow(OFFLINE);
    await scene.page.context().setOffline(true);
    await scene.page.evaluate(() => void window.vitrina.track('test.done'));
  },
  recovering: async (scene) => {
    let isDown = true;
    const headers = { 'Access-Control-Allow-Origin': '*', 'Retry-After': '600' };
    await scene.page.route('**/v1/events?*', (route) => {
      if (!isDown) return route.continue();
      isDown = false;
      return route.fulfill({ status: 503, headers: { ...headers, 'Access-Control-Expose-Headers': 'Retry-After' } });
    });
    await show(scene, scriptTag(scene.collector));
  },
  'consent-pending': (scene) => show(scene, scriptTag(scene.collector, { consent: 'pending' })),
  'consent-denied': (scene) => show(scene, scriptTag(scene.collector, { consent: 'denied' })),
  preview: (scene) => show(scene, scriptTag(scene.collector), {}, '&vitrina_preview'),
  twice: (scene) =>
    show(scene, scriptTag(scene.collector) + scriptTag(scene.collector, { clicks: 'false', attributes: 'defer' })),
  refused: (scene) => show(scene, `${STUB}<script>vitrina.track('Order Placed')</script>${scriptTag(scene.collector)}`),
  mistakes: (scene) =>
    show(
      scene,
      `${STUB}<script>vitrina.track('order.placed', { amount: -5, currency: 'PESOS', object_parameters: { items: [] } })</script>` +
        scriptTag(scene.collector),
    ),
  fine: (scene) => show(scene, scriptTag(scene.collector, { id: ANY_ORIGIN })),
};

/** The rows of the table: what the panel says, why, what to do, and the code. */
const rows = readFileSync('docs/troubleshooting.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| .*`[\w-]+` +\|$/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

test('the table of causes has a row for each that the panel knows', () => {
  expect(rows.map(([, , , code = '']) => code.replaceAll('`', '')).sort()).toEqual(Object.keys(scenes).sort());
});

for (const [says = '', , , cell = ''] of rows) {
  const code = cell.replaceAll('`', '');
  test(`the panel says: ${says}`, async ({ page, site, collector, console }) => {
    // The browser's own messages about requests, and the tracker's about the tag.
    console.allow(
      /^error: (Failed to load resource|vitrina: |Mixed Content|Access to fetch|Fetch API|Connecting to|Refused to)/,
    );
    await scenes[code]?.({ page, site, collector, console });
    const cause = page.locator(`vitrina-panel .cause[data-cause="${code}"]`);
    const pattern = says
      .split('…')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.+');
    await expect(cause.locator('.what')).toHaveText(new RegExp(`^${pattern}$`));
    await expect(cause).not.toContainText('{');
    await page.context().setOffline(false);
  });
}

test('without its script a page shows no panel', async ({ page, site, collector, console }) => {
  console.allow(/^error: Failed to load resource/);
  await page.route(`${collector.url}/vitrina.js*`, (route) => route.abort('blockedbyclient'));
  await page.goto(`${site.add('/', toDocument({ head: scriptTag(collector) }))}?vitrina_debug`);
  await expect(page.locator('vitrina-panel')).toHaveCount(0);
});

test('visitors never get the panel, neither with a right tag nor with a wrong one', async ({
  page,
  site,
  collector,
  console,
}) => {
  console.allow(/^error: vitrina: /);
  const files: string[] = [];
  page.on('request', (request) => void files.push(new URL(request.url()).pathname));
  await page.goto(site.add('/', toDocument({ head: scriptTag(collector) })));
  await isReady(page);
  await page.goto(site.add('/wrong', toDocument({ head: scriptTag(collector, { id: 'xy 76ks' }) })));
  await page.waitForFunction(() => 'initialize' in window.vitrina);
  expect(files.filter((file) => /panel/.test(file))).toEqual([]);
  expect(await page.locator('vitrina-panel').count()).toBe(0);
});
