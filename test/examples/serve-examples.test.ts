// @vitest-environment node

import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startExamples } from '../../examples/serve-examples.js';
import { categories, imagePath, products } from '../../examples/shop/public/catalogue.js';

const COLLECTOR = 'http://127.0.0.1:4318';
let examples: Awaited<ReturnType<typeof startExamples>>;

beforeEach(async () => {
  examples = await startExamples({ collector: COLLECTOR, business: 'b"<1>' });
});
afterEach(() => examples.close());

const get = (path: string) => fetch(new URL(path, examples.url), { redirect: 'manual' });

/** Sends the path as it stands; `fetch` would tidy it first. */
const getRaw = (path: string, method = 'GET') =>
  new Promise<number | undefined>((resolve, reject) => {
    const { hostname, port } = new URL(examples.url);
    request({ hostname, port, path, method }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });

describe('server of the examples', () => {
  it('each page of the shop has its own document and title', async () => {
    const paths = [
      '/',
      '/cart',
      '/checkout',
      '/thank-you',
      '/about',
      '/size-guide',
      ...categories.map(({ slug }) => `/category/${slug}`),
      ...products.map(({ slug }) => `/product/${slug}`),
    ];
    const titles = new Set<string | undefined>();
    for (const path of paths) {
      const response = await get(path);
      expect([path, response.status]).toEqual([path, 200]);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      titles.add(/<title>(.*?)<\/title>/.exec(await response.text())?.[1]);
    }
    expect(titles.size).toBe(paths.length);
  });

  it('every local address on a page of the shop is answered', async () => {
    const seen = new Set<string>();
    for (const page of ['/', '/product/cinto-estancia', '/cart', '/checkout', '/thank-you', '/size-guide']) {
      const text = await (await get(page)).text();
      for (const [, address = ''] of text.matchAll(/(?:href|src)="(\/[^"#]*)/g)) seen.add(address);
    }
    expect(seen.size).toBeGreaterThan(30);
    for (const address of seen) expect([address, (await get(address)).status]).toEqual([address, 200]);
  });

  it("the example pages load nothing from another origin except the collector's script", async () => {
    for (const page of ['/', '/product/mate-cuareim', '/about', '/spa/', '/gtm/', '/script-tag/']) {
      const text = await (await get(page)).text();
      for (const [, address = ''] of text.matchAll(/(?:href|src)="(https?:[^"]*)/g)) {
        expect(address.startsWith(`${COLLECTOR}/vitrina.js`)).toBe(true);
      }
    }
  });

  it('the image of each variant of a product has its own colour', async () => {
    for (const product of products) {
      const drawings = await Promise.all(
        product.variants.map(async ({ sku }) => (await get(imagePath(product, sku))).text()),
      );
      for (const [index, { tone }] of product.variants.entries()) {
        expect(drawings[index]).toMatch(/^<svg /);
        if (tone) expect(drawings[index]).toContain(tone);
      }
    }
    expect((await get('/products/mate-cuareim/NO-SUCH.svg')).status).toBe(404);
  });

  it('collector and business are filled in with HTML escaped, and the variables of Tag Manager are kept', async () => {
    const shop = await (await get('/')).text();
    expect(shop).toContain(`src="${COLLECTOR}/vitrina.js?id=b&quot;&lt;1&gt;"`);
    expect(shop).not.toContain('{{');
    const answer = await get('/gtm/tag.html');
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const tag = await answer.text();
    expect(tag).toContain(`${COLLECTOR}/vitrina.js`);
    expect(tag).toContain('{{DLV - pageType}}');
  });

  it('the pages link the inspector only where its address is given, and never hold its token', async () => {
    const inspector = `${COLLECTOR}/inspector/?token=secret`;
    const shown = await startExamples({ collector: COLLECTOR, inspector });
    for (const path of ['/', '/cart', '/about', '/gtm/', '/script-tag/']) {
      const text = await (await fetch(new URL(path, shown.url))).text();
      expect(text).toContain('href="/inspector"');
      expect(text).not.toContain('secret');
      const without = await (await get(path)).text();
      expect(without).not.toContain('href="/inspector"');
      expect(without).not.toMatch(/\{\{(arrivals|demoBar)\}\}/);
    }
    const answer = await fetch(new URL('/inspector', shown.url), { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, inspector]);
    expect((await get('/inspector')).status).toBe(404);
    await shown.close();
    await expect(startExamples({ collector: COLLECTOR, inspector: 'here' })).rejects.toThrow(
      'no address of an inspector',
    );
  });

  it('each route of the single-page app is answered with its document, and a missing file with 404', async () => {
    for (const path of ['/spa/', '/spa/product/mate-cuareim', '/spa/search?q=jug']) {
      expect(await (await get(path)).text()).toContain(`content="${COLLECTOR}/v1/events"`);
    }
    expect((await get('/spa/dist/missing.js')).status).toBe(404);
    expect((await get('/spa')).headers.get('location')).toBe('/spa/');
  });

  it('no path makes the server of the examples serve a file outside its folders', async () => {
    for (const path of [
      '/../serve-examples.js',
      '/spa/../serve-examples.js',
      '/spa/%2e%2e/serve-examples.js',
      '/spa/..%2fserve-examples.js',
      '/gtm/..%5c..%5cpackage.json',
      '/..%2f..%2fpackage.json',
      '/%2e%2e/%2e%2e/%2e%2e/package.json',
      '/.prettierrc.json',
      '/render-shop.js',
      '/%00',
    ]) {
      expect([path, await getRaw(path)]).toEqual([path, 404]);
    }
    expect(await getRaw('/%zz')).toBe(400);
    expect(await getRaw('/', 'POST')).toBe(405);
    expect(await getRaw('/', 'HEAD')).toBe(200);
  });

  it("an unknown page of the shop is answered with the shop's own 404 page", async () => {
    const response = await get('/product/no-such-thing');
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('There is no page at this address');
  });

  it('the server of the examples takes the next free port if the requested one is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const second = await startExamples({ port, collector: COLLECTOR });
    expect(Number(new URL(second.url).port)).not.toBe(port);
    expect((await fetch(second.shopUrl)).status).toBe(200);
    await second.close();
    await new Promise((resolve) => other.close(resolve));
  });

  it('pages have the requested Content-Security-Policy, with a new nonce for the scripts of each page', async () => {
    const strict = await startExamples({
      collector: COLLECTOR,
      contentSecurityPolicy: "script-src 'nonce-{{nonce}}' {{collector}}",
    });
    const response = await fetch(strict.shopUrl);
    const policy = response.headers.get('content-security-policy') ?? '';
    const nonce = /^script-src 'nonce-([\w+/=]{20,})' http:\/\/127\.0\.0\.1:4318$/.exec(policy)?.[1];
    expect(nonce).toBeDefined();
    const scripts = (await response.text()).match(/<script[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(2);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    expect((await fetch(strict.shopUrl)).headers.get('content-security-policy')).not.toBe(policy);
    await strict.close();
  });

  it('the server of the examples does not start with an invalid address of the collector', async () => {
    await expect(startExamples({ collector: 'localhost' })).rejects.toThrow('"localhost" is no address of a collector');
    await expect(startExamples({ collector: 'javascript:alert(1)' })).rejects.toThrow('give its origin');
  });
});
