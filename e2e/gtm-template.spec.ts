import type { Page } from '@playwright/test';
import type { Collector } from '../collector/src/index.ts';
import { readTemplate } from '../test/gtm/support/read-template.ts';
import { BUSINESS, expect, test } from './support/fixtures.ts';
import { toDocument } from './support/page-server.ts';
import { isReady } from './support/tracked-page.ts';

const { code } = readTemplate();

/** Runs the template as a tag of the page, with the sandbox's functions as Tag Manager documents them. */
const fire = (page: Page, { url }: Collector, fields: Record<string, unknown>) =>
  page.evaluate(
    ([code, data]) =>
      new Promise<string>((resolve) => {
        type Scripts = Record<string, Promise<boolean>>;
        const scripts = ((window as { gtmScripts?: Scripts }).gtmScripts ??= {});
        const at = (path: string) =>
          path
            .split('.')
            .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], window);
        const apis: Record<string, unknown> = {
          callInWindow: (path: string, ...values: unknown[]) => {
            const found = at(path);
            return typeof found === 'function' ? (found as (...values: unknown[]) => unknown)(...values) : undefined;
          },
          copyFromWindow: at,
          encodeUriComponent: encodeURIComponent,
          getTimestampMillis: () => Date.now(),
          getType: (value: unknown) => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value),
          // Shown in the preview of Tag Manager alone.
          logToConsole: () => {},
          injectScript: (address: string, onSuccess: () => void, onFailure: () => void, token: string) => {
            scripts[token] ??= new Promise((done) => {
              const script = document.createElement('script');
              script.async = true;
              script.src = address;
              script.onload = () => done(true);
              script.onerror = () => done(false);
              document.head.append(script);
            });
            void scripts[token].then((isThere) => (isThere ? onSuccess() : onFailure()));
          },
        };
        const callbacks = { gtmOnSuccess: () => resolve('done'), gtmOnFailure: () => resolve('failed') };
        new Function('require', 'data', code)((name: string) => apis[name], { ...data, ...callbacks });
      }),
    [code, { collector: url, id: BUSINESS, script: 'vitrina.storefront.js', consent: 'granted', ...fields }] as const,
  );

test('tags of the template for Tag Manager start Vitrina once, tell events with their time, and name the customer', async ({
  page,
  site,
  collector,
  stored,
}) => {
  await page.goto(site.add('/', toDocument({})));
  const before = Date.now() / 1000;
  const track = { task: 'track', action: 'cart.added', properties: { amount: 12.5, currency: 'UYU' } };
  expect(await Promise.all([fire(page, collector, track), fire(page, collector, { task: 'start' })])).toEqual([
    'done',
    'done',
  ]);
  await isReady(page);
  await fire(page, collector, { task: 'start' });
  await fire(page, collector, { task: 'identify', user: 'c-1' });
  await fire(page, collector, { task: 'track', action: 'shop.liked' });
  await expect
    .poll(async () => (await stored.actions()).sort())
    .toEqual([...['cart.added', 'page.viewed', 'shop.liked', 'user.identified']]);
  const rows = await stored.rows();
  const cart = rows.find(({ action }) => action === 'cart.added');
  expect(cart).toMatchObject({ amount: 12.5, currency: 'UYU' });
  expect(cart?.tracked_at).toBeGreaterThanOrEqual(before - 1);
  expect(rows.find(({ action }) => action === 'shop.liked')).toMatchObject({ user_id: 'c-1' });
});

test('tags of the template that have to ask first send nothing before the answer, whichever of them is first', async ({
  page,
  site,
  collector,
  stored,
}) => {
  await page.goto(site.add('/', toDocument({})));
  const consent = { consent: 'pending' };
  await fire(page, collector, { ...consent, task: 'track', action: 'shop.liked' });
  await fire(page, collector, { ...consent, task: 'start' });
  await page.waitForTimeout(1500);
  expect(await stored.actions()).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
  await fire(page, collector, { ...consent, task: 'consent', answer: 'granted' });
  await expect.poll(async () => (await stored.actions()).sort()).toEqual(['page.viewed', 'shop.liked']);
});

test('a tag of the template whose script cannot be loaded says so to Tag Manager and throws nothing in the page', async ({
  page,
  site,
  collector,
}) => {
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  await page.goto(site.add('/', toDocument({})));
  expect(await fire(page, collector, { task: 'start', script: 'missing.js' })).toBe('failed');
  expect(errors).toEqual([]);
});
