// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { readCommandLine } from '../../collector/src/options/read-command-line.ts';
import { startCollector } from '../../collector/src/index.ts';
import type { Collector, CollectorOptions } from '../../collector/src/index.ts';
import { aBatch, anEvent, business, collectorFor, rawRequest, send, shop } from './support/collector-harness.ts';
import type { Sending } from './support/collector-harness.ts';

const session = '5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e11';
const known = { Cookie: `vitrina_session=${session}`, 'Sec-Fetch-Site': 'same-site' };

/** A collector that renews the session for `shop.example`. */
const renewing = (more: object = {}) =>
  collectorFor({
    businesses: { [business]: { name: 'Demo', origins: [shop], renewSession: 'shop.example', ...more } },
  });

const sendWith = (collector: Collector, headers: Record<string, string> = {}, more: Sending = {}) =>
  send(collector, aBatch([anEvent()]), { headers: { ...known, ...headers }, ...more });

async function expectNoCookie(answer: Promise<Response>, status = 200) {
  const { headers, status: real } = await answer;
  expect(real).toBe(status);
  expect(headers.get('set-cookie')).toBeNull();
}

describe('renewal of the session cookie', () => {
  test("the collector writes the session cookie that the browser has sent again, for 400 days and readable by the shop's pages", async () => {
    const { headers, status } = await sendWith(await renewing());
    expect(status).toBe(200);
    expect(headers.get('set-cookie')).toBe(
      `vitrina_session=${session}; Path=/; Max-Age=34560000; SameSite=Lax; Domain=shop.example; Secure`,
    );
    expect(headers.get('access-control-allow-origin')).toBe(shop);
    expect(headers.get('access-control-allow-credentials')).toBe('true');
    expect(headers.get('vary')).toBe('Origin');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('the collector finds the session among other cookies, and ignores cookies with similar names', async () => {
    const collector = await renewing();
    const jar = `my_vitrina_session=stranger-1; cart=a=b; vitrina_session=${session}; vitrina_session2=stranger-2`;
    expect((await sendWith(collector, { Cookie: jar })).headers.get('set-cookie')).toContain(`=${session};`);
    await expectNoCookie(sendWith(collector, { Cookie: `my_vitrina_session=${session}; hello_session=${session}` }));
  });

  test('the collector renews the session of the cookie, not that of the batch, which may be older', async () => {
    const body = aBatch([anEvent({ session: 'of-an-event' })], { session: 'of-the-batch' });
    const { headers } = await send(await renewing(), body, { headers: known });
    expect(headers.get('set-cookie')).toContain(`vitrina_session=${session};`);
  });

  test('the session cookie of a page on http is renewed without Secure, even if the browser does not say which site asks', async () => {
    const origin = 'http://www.shop.example:8080';
    const collector = await renewing({ origins: [origin] });
    const { headers } = await send(collector, aBatch([anEvent()]), { origin, headers: { Cookie: known.Cookie } });
    expect(headers.get('set-cookie')).toBe(
      `vitrina_session=${session}; Path=/; Max-Age=34560000; SameSite=Lax; Domain=shop.example`,
    );
  });

  test('a collector that renews for its own host writes the session cookie for that host only', async () => {
    const origins = ['http://127.0.0.1:*', 'http://localhost:*'];
    const collector = await renewing({ origins, renewSession: 'host' });
    const { headers } = await sendWith(collector, {}, { origin: 'http://127.0.0.1:5173' });
    expect(headers.get('set-cookie')).toBe(`vitrina_session=${session}; Path=/; Max-Age=34560000; SameSite=Lax`);
    await expectNoCookie(sendWith(collector, {}, { origin: 'http://localhost:5173' }));
  });
});

describe('renewal of the session cookie, when it must not happen', () => {
  test('no session cookie is written if the business does not ask for renewal', async () => {
    await expectNoCookie(sendWith(await collectorFor()));
    const collector = await collectorFor({
      businesses: {
        [business]: { name: 'Demo', origins: [shop] },
        other: { name: 'Other', origins: [shop], renewSession: 'shop.example' },
      },
    });
    await expectNoCookie(sendWith(collector));
  });

  test('no session cookie is written if the browser has sent none, even if the batch has a session', async () => {
    await expectNoCookie(send(await renewing(), aBatch([anEvent()]), { headers: { 'Sec-Fetch-Site': 'same-site' } }));
  });

  test('no session cookie is written if the value that the browser has sent is not a valid session', async () => {
    const collector = await renewing();
    const wrong = ['', 'short', 'undefined', 'null', 'x'.repeat(65), 'a b c d e', 'abcdefgh%0d%0a', '"abcdefgh"'];
    for (const value of wrong) await expectNoCookie(sendWith(collector, { Cookie: `vitrina_session=${value}` }));
  });

  test('no session cookie is written if the browser has sent two that differ', async () => {
    const collector = await renewing();
    await expectNoCookie(sendWith(collector, { Cookie: `vitrina_session=${session}; vitrina_session=another-one` }));
    const twice = await sendWith(collector, { Cookie: `vitrina_session=${session}; vitrina_session=${session}` });
    expect(twice.headers.get('set-cookie')).toContain(session);
  });

  test("no session cookie is written for a site that is not the shop's, although its events are accepted", async () => {
    const strangers = [
      'https://partner.example',
      'https://evilshop.example',
      'https://shop.example.evil.example',
      'null',
    ];
    const collector = await renewing({ origins: [shop, ...strangers] });
    for (const origin of strangers) await expectNoCookie(sendWith(collector, {}, { origin }));
    await expectNoCookie(sendWith(collector, {}, { origin: null }));
    for (const site of ['cross-site', 'none', ''])
      await expectNoCookie(sendWith(collector, { 'Sec-Fetch-Site': site }));
  });

  test('no session cookie is written for an origin that is allowed by * only', async () => {
    const origins = ['https://www.shop.example', '*'];
    const collector = await renewing({ origins });
    const answer = await sendWith(collector);
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    await expectNoCookie(Promise.resolve(answer));
  });

  test('no session cookie is written with a refusal or with the answer to a preflight', async () => {
    const collector = await renewing();
    await expectNoCookie(sendWith(collector, {}, { origin: 'https://evil.shop.example' }), 403);
    await expectNoCookie(send(collector, '{', { headers: known }), 400);
    await expectNoCookie(send(collector, undefined, { headers: known, method: 'OPTIONS' }), 204);
    await expectNoCookie(send(collector, undefined, { headers: known, method: 'GET' }), 405);
    await expectNoCookie(sendWith(collector, {}, { address: `${collector.endpoint}?b=nobody` }), 401);
  });

  test('no session cookie is written with a script', async () => {
    const collector = await renewing();
    const { headers } = await rawRequest(`${collector.url}/vitrina.js`, { Origin: shop, ...known });
    expect(headers['set-cookie']).toBeUndefined();
  });
});

describe('renewSession option', () => {
  const read = (...args: string[]) => (readCommandLine(args, {}) as CollectorOptions).businesses;

  test('the command line sets the domain of the renewed cookie for one business or for all', () => {
    const two = ['--business', 'a', '--business', 'b'];
    expect(read(...two, '--renew-session', 'a=shop.example')).toMatchObject({ a: { renewSession: 'shop.example' } });
    expect(read(...two, '--renew-session', 'a=shop.example')?.b).not.toHaveProperty('renewSession');
    expect(read(...two, '--renew-session', 'host')).toMatchObject({
      a: { renewSession: 'host' },
      b: { renewSession: 'host' },
    });
    expect(() => read(...two, '--renew-session', 'nobody=shop.example')).toThrow('--renew-session nobody=shop.example');
  });

  test("a collector does not start if its cookie domain is invalid or does not match any of the shop's origins", async () => {
    const start = (renewSession: unknown, origins = [shop]) =>
      startCollector({ businesses: { a: { name: 'A', origins, renewSession } } } as CollectorOptions);
    const wrong = ['', '.shop.example', 'https://shop.example', 'example', '127.0.0.1', 'shop.example; Path=/x', true];
    for (const value of wrong) await expect(start(value)).rejects.toThrow('such as "shop.example", or "host"');
    await expect(start('other.example')).rejects.toThrow("list the shop's origin");
    await expect(start('shop.example', ['*'])).rejects.toThrow("list the shop's origin");
    await expect(start('host', ['null', '*'])).rejects.toThrow("list the shop's origin");
  });
});
