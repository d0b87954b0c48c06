import { beforeEach, expect, it, vi } from 'vitest';
import { hellotextCookies } from '../../src/hellotext/cookies.ts';
import { createSandboxTracker } from '../../src/sandbox/tracker.ts';
import type { TrackerOptions } from '../../src/types/tracker.ts';
import { ACCOUNT, areaStore, fakeArea, fakeNetwork } from '../sandbox/support/sandbox.ts';
import { advance, HOUR, memoryStorage, start, useClock, visit } from '../support/harness.ts';
import { openJar } from '../support/jar.ts';

beforeEach(() => void useClock());

/** What our cookies may add to each request of the shop, in bytes. */
const MOST_BYTES = 1_500;
const HOST = 'https://checkout.a-shop-with-a-long-name-of-its-own.example/';
const NAMES = ['source', 'medium', 'campaign', 'term', 'content', 'id', 'source_platform'];
const CLICKS = ['gclid', 'gbraid', 'wbraid', 'dclid', 'fbclid', 'ttclid', 'msclkid', 'twclid', 'li_fat_id', 'epik'];

const toSearch = (text: string) =>
  `?${NAMES.map((name) => `utm_${name}=${encodeURIComponent(text)}`).join('&')}&${CLICKS.map((name) => `${name}=${'Ab3_'.repeat(100)}`).join('&')}`;

/** Visits the shop twice by full campaigns, as an identified customer with an answer and a long session. */
const fill = async (text: string, options: Partial<TrackerOptions> = {}) => {
  const jar = openJar(HOST);
  const storage = memoryStorage();
  vi.spyOn(document, 'referrer', 'get').mockReturnValue(`https://search.example/${encodeURIComponent(text)}`);
  for (const suffix of ['1', '2']) {
    visit(HOST + toSearch(suffix + text));
    const page = start({ session: 'x'.repeat(64), consent: 'pending', ...options }, { storage }, 'b'.repeat(64));
    page.tracker.consent('granted');
    void page.tracker.identify(text + suffix, { source: text });
    void page.track('a.one');
    // Longer than the look-up of the time zone.
    await advance(10_000);
    page.tracker.stop();
    await advance(HOUR);
  }
  return { header: document.cookie, storage, jar };
};

it.each([
  ['letters', 'x'.repeat(300)],
  ['Japanese', '日本語の春の大売り出し'.repeat(30)],
  ['emoji', '🛒'.repeat(150)],
  ['signs that cookies must encode', '";,\\% '.repeat(50)],
  ['line breaks', 'a\n\t'.repeat(100)],
  ['a short text', 'primavera'],
])('all cookies together stay below 1.5 kB where every field is full of %s', async (_name, text) => {
  const zone = vi.spyOn(Intl.DateTimeFormat.prototype, 'resolvedOptions');
  zone.mockReturnValue({ timeZone: 'America/Argentina/ComodRivadavia' } as Intl.ResolvedDateTimeFormatOptions);
  const { header, jar } = await fill(text);
  vi.restoreAllMocks();
  expect([...jar.values.keys()].sort().map((name) => name.slice(8))).toEqual([
    'consent',
    'session',
    'user',
    'utm',
    'visit',
  ]);
  expect(header).toMatch(/^[\x20-\x7e]+$/);
  expect(new TextEncoder().encode(header).length).toBeLessThan(MOST_BYTES);
});

it('the next page knows the whole customer and the whole campaigns, although the cookies hold a part of them', async () => {
  const text = '日本語の春の大売り出し'.repeat(30);
  const { storage } = await fill(text);
  vi.restoreAllMocks();
  visit(HOST);
  const page = start({ consent: 'pending' }, { storage }, 'b'.repeat(64));
  void page.track('a.one');
  await advance(3_000);
  const [event] = page.sent[0]?.events ?? [];
  expect(event?.user_parameters).toEqual({ id: `${text}2`, source: text });
  expect(event).toMatchObject({
    utm_params: { source: `2${text}`.slice(0, 200), source_platform: `2${text}`.slice(0, 200) },
    first_touch: { utm_params: { term: `1${text}`.slice(0, 200) } },
    click_ids: Object.fromEntries(CLICKS.map((name) => [name, 'Ab3_'.repeat(100)])),
  });
});

it('a campaign that a sandbox without cookies has stored is told whole by the page, whatever its length', async () => {
  const text = '日本語の春の大売り出し'.repeat(15);
  const area = fakeArea();
  const landing = HOST + toSearch(text);
  const sandbox = createSandboxTracker(
    { area, visitor: areaStore(area), env: fakeNetwork().env, platform: 'platform', landing },
    ACCOUNT,
    'granted',
  );
  sandbox.observe({ page: { url: landing }, actions: () => [['page.viewed', {}]] });
  await advance(3_000);
  sandbox.stop();
  openJar(HOST);
  visit(HOST);
  const page = start({}, { storage: memoryStorage(area.kept) });
  void page.track('a.one');
  await advance(3_000);
  expect(page.sent[0]?.events.at(-1)).toMatchObject({
    utm_params: { source: text, term: text, source_platform: text },
    first_touch: { utm_params: { content: text } },
    click_ids: Object.fromEntries(CLICKS.map((name) => [name, 'Ab3_'.repeat(100)])),
  });
});

it.each([
  ['letters', 'x'.repeat(200)],
  ['Japanese', '日本語の春の大売り出し'.repeat(18)],
  ['emoji', '🛒'.repeat(100)],
])('the cookies of the Hellotext destination stay below 1.5 kB too, and are read whole: %s', async (_name, text) => {
  await fill('primavera', { cookie: { prefix: 'hello_' } });
  document.cookie.split('; ').forEach((pair) => {
    if (!/^hello_(session|visit|consent)=/.test(pair))
      document.cookie = `${pair}; expires=Thu, 01 Jan 1970 00:00:00 GMT`;
  });
  const storage = memoryStorage();
  const { createJar } = await import('../../src/visitor/cookies.ts');
  const jar = hellotextCookies(createJar({ prefix: 'hello_' }, storage));
  const utm = {
    source: text,
    medium: text,
    campaign: text,
    term: text,
    content: text,
    observed_at: '2026-03-04T13:20:11.090Z',
  };
  const whole = {
    utm: { utm_params: utm, click_ids: { ttclid: 'E.C.P'.repeat(100) } },
    user: { id: text, source: text, hash: 'v1:0' },
  };
  for (const [name, value] of Object.entries(whole)) jar.set(name, JSON.stringify(value));
  jar.set('session_ack_at', '2026-03-04T13:20:11.112Z');
  expect(document.cookie.length).toBeLessThan(MOST_BYTES);
  for (const [name, value] of Object.entries(whole)) expect(JSON.parse(jar.read(name) ?? '')).toEqual(value);
});
