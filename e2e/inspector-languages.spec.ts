import { readdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { Collector } from '../collector/src/index.ts';
import { aNote } from '../test/collector/support/refusal-note.ts';
import { findingsIn } from './support/axe.ts';
import { ana, keepAna } from './support/ana.ts';
import { businesses, BUSINESS, expect, test } from './support/fixtures.ts';
import { aRecord, lines, openInspector } from './support/inspector-page.ts';

type Leaf = string | ((...values: unknown[]) => string);
type Table = { [key: string]: Leaf | Table };

const folder = new URL('../collector/inspector/words/', import.meta.url);
const tables = await Promise.all(
  readdirSync(folder).map(async (file) => {
    const module: Record<string, Record<string, Table>> = await import(new URL(file, folder).href);
    return Object.values(module)[0]!;
  }),
);

/** A text with a sign in the place of each number. */
const withoutNumbers = (text: string) => text.replace(/\d[\d.,:]*/g, '#').trim();

/** All that a table says, by path. A sentence that is made of parts is said of seven, which is several in each language. */
const sayingsOf = (table: Table, path = ''): [string, string][] =>
  Object.entries(table).flatMap(([key, leaf]) => {
    if (typeof leaf === 'object') return sayingsOf(leaf, `${path}${key}.`);
    const text = typeof leaf === 'string' ? leaf : leaf(...Array.from({ length: leaf.length }, () => 7));
    return text.split(/\{\w+\}/).map((piece, at) => [`${path}${key}/${at}`, withoutNumbers(piece)] as [string, string]);
  });

/** What the page would say if it had forgotten a language. */
const englishBut = (language: string) =>
  new Set(
    tables.flatMap((table) => {
      const own = new Set(sayingsOf(table[language]!).map(([, text]) => text));
      return sayingsOf(table['en']!)
        .map(([, text]) => text)
        .filter((text) => /[a-z]{2}/i.test(text) && !own.has(text));
    }),
  );

/** Every text of the page that somebody sees or hears, but what the collector or a shop said, and is marked as theirs. */
const textsOf = (inspector: Page) =>
  inspector.evaluate(() => {
    const isTheirs = (node: Element | null) => !!node?.closest('[lang="en"], bdi, noscript, script, .json');
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (!isTheirs(parent) && parent?.closest('[hidden]') === null) texts.push(walker.currentNode.textContent ?? '');
    }
    for (const node of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
      if (isTheirs(node)) continue;
      for (const name of ['aria-label', 'title', 'placeholder']) texts.push(node.getAttribute(name) ?? '');
    }
    return [document.title, ...texts];
  });

/** Something for each view. */
const fill = async (collector: Collector) => {
  const webhook = {
    ...{ id: 'mails', url: 'https://shop.example/webhooks', actions: ['cart.abandoned'], enabled: false },
    secrets: [`whsec_${Buffer.alloc(32, 1).toString('base64')}`],
  };
  const automations = { 'cart-left': { kind: 'cart-abandoned', waitMinutes: 360 } } as const;
  const shop = { ...businesses[BUSINESS], webhooks: [webhook], automations };
  collector.reload({ businesses: { ...businesses, [BUSINESS]: shop } });
  const items = [
    { product: { reference: 'm-1', name: 'Un mate' }, quantity: 2, price: { amount: 6.25, currency: 'UYU' } },
  ];
  const order = aRecord({
    ...{ action: 'order.placed', amount: 1234.5, currency: 'UYU', user_id: ana.user_id, trusted: true },
    ...{ observed_by: 'tiendanube', content: { object_parameters: { reference: 'r-1', items } } },
  });
  await collector.store.put([order, aRecord({ action: 'cart.added' })]);
  await keepAna(collector);
  await collector.store.keepRefusals([aNote({ v: 1 })], { rows: 100, bytes: 1_000_000 });
  const account = { kind: 'mercadolibre', account: '468424240', business: BUSINESS, tokens: 'x', expires_at: 1 };
  await collector.store.keepConnection(account, [], Date.now());
  return order;
};

for (const [locale, language, tag] of [
  ['es-AR', 'es', 'es'],
  ['pt-BR', 'pt', 'pt-BR'],
] as const) {
  test(`the inspector speaks the language of a browser in ${locale}, in each view`, async ({
    browser,
    collector,
    console,
  }) => {
    // The inspector's own rules would keep axe out.
    const context = await browser.newContext({ locale, viewport: { width: 1280, height: 900 }, bypassCSP: true });
    console.watch(context);
    const order = await fill(collector);
    const english = englishBut(language);
    const inspector = await openInspector(await context.newPage(), collector);
    await expect(lines(inspector)).toHaveCount(7);
    await expect(inspector.locator('html')).toHaveAttribute('lang', tag);
    for (const [hash, shown] of [
      ['', '.rows'],
      [`#event=${BUSINESS}/${order.id}`, '[data-detail]'],
      ['#view=people', '[data-profile]'],
      [ana.hash, '[data-person]'],
      ['#view=refusals', '[data-refusal]'],
      ['#view=automations', '[data-automation]'],
      ['#view=connections', '[data-webhook]'],
    ] as const) {
      await inspector.setViewportSize({ width: 1280, height: 900 });
      await inspector.goto(`${collector.url}/inspector/${hash}`);
      await expect(inspector.locator(shown).first()).toBeVisible();
      const folds = inspector.locator('.screen:not([hidden]) details');
      await folds.evaluateAll((all) => all.forEach((fold) => fold.setAttribute('open', '')));
      const texts = (await textsOf(inspector)).map(withoutNumbers);
      expect(texts.length, hash).toBeGreaterThan(30);
      expect(
        texts.filter((text) => english.has(text)),
        hash,
      ).toEqual([]);
      await inspector.setViewportSize({ width: 375, height: 800 });
      expect(await inspector.evaluate(() => document.documentElement.scrollWidth), hash).toBeLessThanOrEqual(375);
      if (hash === '' || hash === '#view=connections') expect(await findingsIn(inspector), hash).toEqual([]);
    }
    await context.close();
  });
}

test('a language that the reader has chosen stays, in the view that was open, and beats that of the browser', async ({
  browser,
  collector,
  console,
}) => {
  const context = await browser.newContext({ locale: 'es-AR' });
  console.watch(context);
  const inspector = await openInspector(await context.newPage(), collector, '#view=automations');
  const title = inspector.locator('#automations-title');
  await expect(title).toHaveText('Automatizaciones');
  await inspector.getByLabel('Idioma').selectOption('Português');
  await expect(title).toHaveText('Automações');
  await expect(title).toBeVisible();
  await expect(inspector.locator('html')).toHaveAttribute('lang', 'pt-BR');
  await inspector.getByLabel('Idioma').selectOption('English');
  await expect(title).toHaveText('Automations');
  await inspector.reload();
  await expect(title).toHaveText('Automations');
  await expect(inspector.locator('html')).toHaveAttribute('lang', 'en');
  await expect(inspector.getByLabel('Language')).toHaveValue('en');
  await context.close();
});
