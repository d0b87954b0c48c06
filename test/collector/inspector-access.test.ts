// @vitest-environment node
import { describe, expect, test } from 'vitest';
import {
  aBatch,
  anEvent,
  ask,
  bareConnection,
  collectorFor,
  inspectorCookie,
  rawRequest,
  send,
} from './support/collector-harness.ts';

describe('access to the inspector', () => {
  test('the address with the token opens the inspector and moves the token from the address bar into a cookie', async () => {
    const collector = await collectorFor();
    const { status, headers } = await rawRequest(collector.inspectorUrl);
    expect(status).toBe(303);
    expect(headers.location).toBe('/inspector/');
    const cookie = String(headers['set-cookie']);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
    const page = await rawRequest(`${collector.url}/inspector/`, { Cookie: cookie.split(';')[0] ?? '' });
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.text).not.toContain(collector.token);
  });

  test("the rest of the inspector's address is kept when the token is removed from it", async () => {
    const collector = await collectorFor();
    const { headers } = await rawRequest(
      `${collector.url}/inspector/?action=cart.added&token=${collector.token}&session=a%26b`,
    );
    expect(headers.location).toBe('/inspector/?action=cart.added&session=a%26b');
  });

  test("the inspector answers 401 without the token, with a wrong one and with another collector's cookie", async () => {
    const collector = await collectorFor();
    const other = await collectorFor();
    await send(collector, aBatch([anEvent({ note: 'private' })]));
    const otherCookie = await inspectorCookie(other);
    const paths = [
      '',
      'index.html',
      'api/events',
      'api/stream',
      'api/actions',
      'api/sessions',
      'api/timeline?session=a',
      'api/counts',
    ];
    for (const path of paths) {
      const address = `${collector.url}/inspector/${path}`;
      const withToken = address + (path.includes('?') ? '&' : '?');
      const tries = [
        await rawRequest(address),
        await rawRequest(address, { Cookie: otherCookie }),
        await rawRequest(address, { Cookie: otherCookie.replace(/_\d+=/, `_${collector.port}=`) }),
        await rawRequest(`${withToken}token=wrong`),
        await rawRequest(`${withToken}token=`),
        await rawRequest(`${withToken}token=wrong`, { Cookie: await inspectorCookie(collector) }),
      ];
      for (const { status, text } of tries) {
        expect(status).toBe(401);
        expect(text).not.toContain('private');
        expect(text).toContain('vitrina-collector token');
        expect(text.startsWith('{"errors":')).toBe(path.startsWith('api/'));
      }
    }
    expect(
      (await rawRequest(`${collector.url}/inspector/api/events?session=a`, { 'X-Vitrina': 'erase' }, 'DELETE')).status,
    ).toBe(401);
  });

  test('a program on this machine asks with the token in the header Authorization, and only with the right one', async () => {
    const collector = await collectorFor();
    const ask = async (token: string) =>
      (await rawRequest(`${collector.url}/inspector/api/events`, { Authorization: `Bearer ${token}` })).status;
    expect([await ask(collector.token), await ask('wrong'), await ask('')]).toEqual([200, 401, 401]);
  });

  test('the inspector refuses a host name other than its own, even with the token', async () => {
    const collector = await collectorFor();
    const cookie = await inspectorCookie(collector);
    for (const Host of ['evil.example', `evil.example:${collector.port}`, '127.0.0.1', 'localhost:1']) {
      expect((await rawRequest(collector.inspectorUrl, { Host })).status).toBe(403);
      expect((await rawRequest(`${collector.url}/inspector/api/events`, { Host, Cookie: cookie })).status).toBe(403);
    }
    const { socket, closed } = bareConnection(collector);
    socket.write(`GET /inspector/?token=${collector.token} HTTP/1.0\r\n\r\n`);
    expect(await closed).toMatch(/^HTTP\/1.1 403 /);
    const local = { Host: `localhost:${collector.port}`, Cookie: cookie };
    expect((await rawRequest(`${collector.url}/inspector/api/events`, local)).status).toBe(200);
  });

  test('every answer of the inspector has its security headers, and no page of another origin can read it', async () => {
    const collector = await collectorFor();
    const headers = { Cookie: await inspectorCookie(collector), Origin: 'https://shop.example' };
    for (const path of ['', 'api/events', 'api/nothing', '../inspector/', 'nothing.js']) {
      const answer = await rawRequest(`${collector.url}/inspector/${path}`, headers);
      expect(answer.headers['content-security-policy']).toBe(
        "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;connect-src 'self';base-uri 'none';frame-ancestors 'none'",
      );
      expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin');
      expect(answer.headers['referrer-policy']).toBe('no-referrer');
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
    const preflight = await rawRequest(`${collector.url}/inspector/api/events`, headers, 'OPTIONS');
    expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
  });

  test('no path makes the inspector serve a file outside its own folder', async () => {
    const collector = await collectorFor();
    const headers = { Cookie: await inspectorCookie(collector) };
    for (const path of [
      '../start-collector.js',
      '%2e%2e/start-collector.js',
      '..%2fstart-collector.js',
      '....//start-collector.js',
      '.hidden.js',
      '//etc/passwd',
      '\\..\\start-collector.js',
    ]) {
      expect((await rawRequest(`${collector.url}/inspector/${path}`, headers)).status).toBe(404);
    }
  });

  test("a wrong request to the inspector's API is answered with a sentence that explains it", async () => {
    const collector = await collectorFor();
    const wrong = [
      ['events?limit=0', 'limit'],
      ['events?limit=all', 'limit'],
      ['events?before=-1', 'before'],
      ['counts?minutes=1e9', 'minutes'],
      ['counts?buckets=501', 'buckets'],
      ['timeline', 'session'],
      ['events/xy76ks/%ff', 'path'],
    ];
    for (const [path = '', parameter] of wrong) {
      const response = await ask(collector, path);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        errors: [{ parameter, description: expect.stringMatching(/\.$/) }],
      });
    }
    expect((await ask(collector, 'events/xy76ks/nothing')).status).toBe(404);
    expect((await ask(collector, '__proto__')).status).toBe(404);
    expect((await ask(collector, 'events', { method: 'POST' })).status).toBe(405);
  });
});
