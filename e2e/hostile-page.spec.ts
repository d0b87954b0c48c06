import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { toDocument } from './support/page-server.ts';
import { open, scriptTag } from './support/tracked-page.ts';

/** Records what the page's scripts throw. */
const errorsOf = (page: Page) => {
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  return errors;
};

/** A library that adds a `toJSON` to lists and to all objects, as Prototype.js 1.6 does. */
const OLD_LIBRARY = `<script>
  Array.prototype.toJSON = function () { return '[' + this.join(', ') + ']' };
  Object.prototype.toJSON = function () { return 'an object' };
  Date.prototype.toJSON = function () { return '"a date"' };
</script>`;

/**
 * What Prototype.js 1.6.0 puts in place of the browser's own; MooTools 1.2 replaces `Element` too.
 * https://github.com/prototypejs/prototype/blob/1.6.0.3/src/dom.js, https://github.com/ruffle-rs/ruffle/pull/2051 (2026-11)
 */
const REPLACED = `
  Array.prototype.reduce = function () { return this.length > 1 ? this : this[0] };
  Array.prototype.entries = function () { return [].slice.call(this) };
  Array.from = function (list) { return list && list.length ? [].slice.call(list) : [] };
  window.Element = function () {};`;

for (const file of ['vitrina.js', 'vitrina.storefront.js']) {
  for (const own of ["let URL = '/ajax/';", "var URL = '/ajax/';", 'class URL {}'])
    test(`${file} reports addresses, products and forms as ever beside an old library and a script with: ${own}`, async ({
      page,
      site,
      collector,
      stored,
    }) => {
      const errors = errorsOf(page);
      const product = { '@type': 'Product', name: 'Mate', sku: '1', offers: { price: '10', priceCurrency: 'UYU' } };
      const head = `<script>${REPLACED}${own}</script>
        <script type="application/ld+json">${JSON.stringify(product)}</script>${scriptTag(collector, { file })}`;
      const body = `<h1>Mate</h1><button data-vitrina-track="button.pressed">Press</button>
        <form data-vitrina-form="newsletter" action="/thanks"><input name="email"><button id="send">Send</button></form>`;
      site.add('/thanks', toDocument({ head: scriptTag(collector, { file }), title: 'Thanks' }));
      await open(page, `${site.add('/productos/mate-imperial', toDocument({ head, body }))}?color=rojo&email=a@b.co`);
      await page.evaluate(() => document.querySelector('button')?.click());
      const wanted = ['page.viewed', ...(file === 'vitrina.js' ? [] : ['product.viewed']), 'button.pressed'];
      await expect.poll(async () => (await stored.actions()).sort()).toEqual(wanted.sort());
      for (const { event } of await stored.rows())
        expect(event).toMatchObject({ page: { path: '/productos/mate-imperial' } });
      const view = (await stored.rows()).find(({ event }) => event.action === 'page.viewed');
      expect(view?.event).toMatchObject({ page: { url: expect.stringMatching(/mate-imperial\?color=rojo$/) } });
      await page.click('#send');
      await expect.poll(() => stored.views()).toHaveLength(2);
      if (file !== 'vitrina.js') await expect.poll(() => stored.actions()).toContain('form.completed');
      expect(errors).toEqual([]);
    });

  test(`${file} reports as ever on a page whose scripts have variables with the names of the browser's`, async ({
    page,
    site,
    collector,
    stored,
  }) => {
    const errors = errorsOf(page);
    const own = '<script>const crypto = "BTC"; let performance = null, history = []; class Request {}</script>';
    const button = '<button data-vitrina-track="button.pressed">Press</button>';
    const url = site.add('/', toDocument({ head: own + scriptTag(collector, { file }), body: button }));
    await open(page, url);
    await page.evaluate(() => document.querySelector('button')?.click());
    await page.evaluate(() => void window.vitrina.track('a.one'));
    await expect.poll(() => stored.actions()).toEqual(['page.viewed', 'button.pressed', 'a.one']);
    expect(errors).toEqual([]);
  });

  test(`${file} sends lists and objects whole on a page that has given them a toJSON`, async ({
    page,
    site,
    collector,
    stored,
  }) => {
    const errors = errorsOf(page);
    const query: Record<string, string> =
      file === 'vitrina.js' ? {} : { linkDomains: '["other.example"]', dataLayer: '["dataLayer"]' };
    const head = OLD_LIBRARY + scriptTag(collector, { file, redact: 'socio', ...query });
    const url = site.add('/', toDocument({ head }));
    await open(page, `${url}?utm_source=mail`);
    await expect.poll(() => stored.views()).toEqual(['/?utm_source=mail']);
    await page.evaluate(() => void window.vitrina.track('a.one', { list: [1, { tags: ['a'] }], at: new Date(5) }));
    await expect.poll(() => stored.actions()).toEqual(['page.viewed', 'a.one']);
    const [view, one] = await stored.rows();
    expect(view?.event).toMatchObject({ utm_params: { source: 'mail' }, visit: { number: 1 } });
    expect(one?.event).toMatchObject({ list: [1, { tags: ['a'] }], at: '1970-01-01T00:00:00.005Z' });
    const cookies = await page.context().cookies();
    expect(cookies.map(({ name }) => name)).toEqual(expect.arrayContaining(['vitrina_session', 'vitrina_utm']));
    expect(decodeURIComponent(cookies.map(({ value }) => value).join())).not.toContain('an object');
    expect(errors).toEqual([]);
  });

  test(`${file} reports as ever on a page whose elements have the names of the document's members`, async ({
    page,
    site,
    collector,
    stored,
  }) => {
    const errors = errorsOf(page);
    const names =
      'addEventListener removeEventListener prerendering referrer title hidden visibilityState body head baseURI cookie ' +
      'readyState currentScript';
    const hiding = names
      .split(' ')
      .map((name, index) => (index % 2 ? `<img name="${name}">` : `<form name="${name}"></form>`));
    const body = `${hiding.join('')}<button data-vitrina-track="button.pressed">Press</button>${scriptTag(collector, { file, attributes: '' })}`;
    const url = site.add('/', toDocument({ body }));
    await open(page, url);
    expect(await page.evaluate(() => typeof document.addEventListener), 'the elements hide the members').toBe('object');
    await page.evaluate(() => document.querySelector('button')?.click());
    await expect.poll(() => stored.actions()).toEqual(['page.viewed', 'button.pressed']);
    const [view] = await stored.rows();
    expect(view?.event).toMatchObject({ page: { title: 'A page', referrer: '' } });
    expect(errors).toEqual([]);
  });
}
