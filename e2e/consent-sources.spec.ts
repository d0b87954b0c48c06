import type { BrowserContext, Page } from '@playwright/test';
import type { Collector } from '../collector/src/index.ts';
import { GOOGLE, TCF, tools } from './support/consent-tools.ts';
import { expect, test } from './support/fixtures.ts';
import { toDocument } from './support/page-server.ts';
import { noTraces, readTraces } from './support/traces.ts';
import { holdBack, isReady, open, roundTrip, scriptTag, track, trackOnly } from './support/tracked-page.ts';

/** Expects that nothing was stored or sent, even after the page had time for it. */
const expectNothing = async (page: Page, context: BrowserContext, collector: Collector) => {
  await page.evaluate(() => window.vitrina.flush());
  await roundTrip(page, collector);
  expect(await page.evaluate(readTraces)).toEqual(noTraces());
  expect(await context.cookies()).toEqual([]);
  expect(collector.requests().recent, 'no request at all').toEqual([]);
};

/** Waits until the file with the sources has loaded and the source that the script tag names has been asked. */
const hasAsked = (page: Page) => page.waitForFunction(() => 'consentByName' in window.vitrina);

for (const { consent, tool } of tools) {
  test(`with consent=${consent}, nothing happens before the visitor answers, a grant sends events, and a withdrawal stops them`, async ({
    page,
    context,
    site,
    collector,
    stored,
  }) => {
    const url = site.add('/', toDocument({ head: tool + scriptTag(collector, { consent }) }));
    await open(page, url);
    await hasAsked(page);
    const waiting = track(page, '1');
    await expectNothing(page, context, collector);
    await page.evaluate(() => window.answer('granted'));
    expect(await waiting).toMatchObject({ succeeded: true });
    expect(await track(page, '2')).toMatchObject({ succeeded: true });
    await expect.poll(() => stored.views()).toEqual(['/']);
    await expect
      .poll(async () => (await context.cookies()).map(({ name }) => name).sort())
      .toEqual(['vitrina_session', 'vitrina_visit']);

    await page.evaluate(() => window.answer('denied'));
    expect(await track(page, '3')).toMatchObject({ succeeded: false, failed: true });
    expect(await page.evaluate(readTraces), 'the tool remembers the answer, nobody else has to').toEqual(noTraces());
    const { posts } = collector.requests();
    await page.evaluate(() => window.vitrina.flush());
    await roundTrip(page, collector);
    expect(collector.requests().posts).toBe(posts);
    await page.evaluate(() => window.answer('granted'));
    expect(await track(page, '4')).toMatchObject({ succeeded: true });
    expect(await stored.objects()).toEqual(['1', '2', '4']);
  });
}

test('a consent tool of the framework that comes late is asked all the same', async ({
  page,
  context,
  site,
  collector,
  stored,
}) => {
  await open(page, site.add('/', toDocument({ head: TCF + scriptTag(collector, { consent: 'tcf' }) })));
  await hasAsked(page);
  await trackOnly(page, '1');
  await expectNothing(page, context, collector);
  await page.evaluate(() => {
    window.arrive();
    window.answer('granted');
  });
  await expect.poll(() => stored.objects()).toEqual(['1']);
  await expect.poll(() => stored.views()).toEqual(['/']);
});

test('a consent tool of the framework that never answers leaves no trace of the visitor, however long it takes', async ({
  page,
  context,
  site,
  collector,
}) => {
  await page.clock.install();
  const tool = '<script>window.asked = 0; window.__tcfapi = () => void window.asked++;</script>';
  await open(page, site.add('/', toDocument({ head: tool + scriptTag(collector, { consent: 'tcf' }) })));
  await hasAsked(page);
  const waiting = page.evaluate(() => window.vitrina.track('test.done', { object: '1' }));
  await page.clock.runFor(120_000);
  expect(await page.evaluate('asked')).toBe(1);
  await expectNothing(page, context, collector);
  expect(await waiting, 'who awaits a call is not held up').toMatchObject({ succeeded: false, stored: false });
});

for (const [isOn, word] of [
  [true, 'is denied'],
  [false, 'is granted'],
] as const) {
  test(`with consent=gpc, consent ${word} where the browser ${isOn ? 'asks' : 'does not ask'} not to be followed`, async ({
    page,
    context,
    site,
    collector,
    stored,
  }) => {
    const signal = `<script>Object.defineProperty(navigator, 'globalPrivacyControl', { value: ${isOn} })</script>`;
    await open(page, site.add('/', toDocument({ head: signal + scriptTag(collector, { consent: 'gpc' }) })));
    await hasAsked(page);
    if (isOn) {
      expect(await track(page, '1')).toMatchObject({ succeeded: false, failed: true });
      return expectNothing(page, context, collector);
    }
    expect(await track(page, '1')).toMatchObject({ succeeded: true });
    await expect.poll(() => stored.actions()).toEqual(['page.viewed', 'test.done']);
  });
}

for (const consent of ['gpc', 'google-consent-mode']) {
  test(`with consent=${consent}, nothing is stored or sent while the file with the sources is loading`, async ({
    page,
    context,
    site,
    collector,
    stored,
  }) => {
    const release = await holdBack(page, '**/vitrina.consent.js*');
    const head = `${GOOGLE}<script>answer('granted')</script>` + scriptTag(collector, { consent });
    await page.goto(site.add('/', toDocument({ head })), { waitUntil: 'commit' });
    await isReady(page);
    await trackOnly(page, '1', '2');
    await expectNothing(page, context, collector);
    release();
    await expect.poll(() => stored.objects()).toEqual(['1', '2']);
    await expect.poll(() => stored.views()).toEqual(['/']);
  });
}

test('the visitor counts as not asked where the file with the sources does not load', async ({
  page,
  context,
  site,
  collector,
  console,
}) => {
  console.allow(/^error: Failed to load resource: net::ERR_FAILED .*vitrina\.consent\.js/);
  console.allow(/vitrina\.consent\.js was not loaded, so nothing is sent/);
  await page.route('**/vitrina.consent.js*', (route) => route.abort());
  await open(page, site.add('/', toDocument({ head: scriptTag(collector, { consent: 'gpc' }) })));
  await trackOnly(page, '1');
  await page.waitForLoadState();
  await expectNothing(page, context, collector);
});

test('an unknown name of a source is reported once in the console, and the visitor counts as not asked', async ({
  page,
  context,
  site,
  collector,
  console,
}) => {
  const complaint = /^error: vitrina: there is no consent "cookiebot"; use granted, denied, pending, gpc, google/;
  console.allow(complaint);
  await open(page, site.add('/', toDocument({ head: scriptTag(collector, { consent: 'cookiebot' }) })));
  await hasAsked(page);
  await expect.poll(() => console.said(complaint)).toHaveLength(1);
  await trackOnly(page, '1');
  await expectNothing(page, context, collector);
  expect(console.said()).toHaveLength(1);
});
