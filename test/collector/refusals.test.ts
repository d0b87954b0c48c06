// @vitest-environment node
import { describe, expect, test } from 'vitest';
import type { Collector } from '../../collector/src/index.ts';
import {
  aBatch,
  anEvent,
  bareConnection,
  business,
  collectorFor,
  rawRequest,
  send,
  shop,
} from './support/collector-harness.ts';

interface Refused {
  errors: { type: string; parameter: string; description: string }[];
  off?: boolean;
}

/** Checks that a refusal is JSON that the page can read, and that nothing was stored. */
async function expectRefusal(collector: Collector, response: Response, status: number, parameter: string) {
  expect(response.status).toBe(status);
  expect(response.headers.get('access-control-allow-origin')).not.toBeNull();
  expect(response.headers.get('access-control-expose-headers')).toBe('Retry-After');
  const answer = (await response.json()) as Refused;
  expect(answer.errors[0]?.parameter).toBe(parameter);
  expect(answer.errors[0]?.description).toMatch(/^[A-Z].*\.$/);
  expect(await collector.store.events()).toEqual([]);
  return answer;
}

describe('refusal of a sender', () => {
  test('a sender of an unknown business is refused with 401, before its body is read', async () => {
    const collector = await collectorFor();
    for (const query of ['?b=nobody', '?b=', '', '?b=__proto__', '?b=constructor']) {
      const response = await send(collector, 'no JSON at all', { address: collector.endpoint + query });
      await expectRefusal(collector, response, 401, 'b');
    }
  });

  test('a sender whose address and body name different businesses is refused with 401', async () => {
    const collector = await collectorFor();
    await expectRefusal(collector, await send(collector, aBatch([anEvent()], { business: 'other' })), 401, 'business');
  });

  test('a sender whose origin is not on the list of the business is refused with 403', async () => {
    const collector = await collectorFor();
    const strangers = [
      'https://evil.example',
      'http://shop.example',
      'https://shop.example:8443',
      'https://shop.example.evil.example',
    ];
    for (const origin of [...strangers, 'null']) {
      const response = await send(collector, aBatch([anEvent()]), { origin });
      expect(response.headers.get('access-control-allow-credentials')).toBeNull();
      await expectRefusal(collector, response, 403, 'origin');
    }
    const server = await send(collector, aBatch([anEvent()]), { origin: null });
    expect([server.status, await server.text()]).toEqual([
      403,
      expect.stringContaining('A server sends a private key'),
    ]);
    expect(await collector.store.events()).toEqual([]);
  });

  test('a sender without an origin is accepted if the list of the business contains "null"', async () => {
    const collector = await collectorFor({ businesses: { [business]: { name: 'Pixel', origins: [shop, 'null'] } } });
    expect((await send(collector, aBatch([anEvent()]), { origin: 'null' })).status).toBe(200);
    expect((await send(collector, aBatch([anEvent()]), { origin: null })).status).toBe(200);
  });

  test('a sender on any port of this machine is accepted if the list of the business allows that', async () => {
    const collector = await collectorFor({
      businesses: { [business]: { name: 'Local', origins: ['http://localhost:*'] } },
    });
    expect((await send(collector, aBatch([anEvent()]), { origin: 'http://localhost:5173' })).status).toBe(200);
    for (const origin of [
      'http://localhost:5173.evil.example',
      'http://localhost.evil.example:80',
      'http://127.0.0.1:5173',
    ]) {
      expect((await send(collector, aBatch([anEvent()]), { origin })).status).toBe(403);
    }
  });

  test('a sender whose business is switched off is refused with 410 and "off"', async () => {
    const collector = await collectorFor({ businesses: { [business]: { name: 'Gone', origins: [shop], off: true } } });
    const answer = await expectRefusal(collector, await send(collector, aBatch([anEvent()])), 410, 'b');
    expect(answer.off).toBe(true);
  });

  test('a sender that uses another method than POST is refused with 405', async () => {
    const collector = await collectorFor();
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
      const response = await send(collector, undefined, { method });
      expect(response.headers.get('allow')).toBe('POST, OPTIONS');
      await expectRefusal(collector, response, 405, 'method');
    }
  });

  test('a sender that compresses its body is refused with 415', async () => {
    const collector = await collectorFor();
    const response = await send(collector, aBatch([anEvent()]), { headers: { 'Content-Encoding': 'gzip' } });
    await expectRefusal(collector, response, 415, 'content-encoding');
  });
});

describe('refusal of a body', () => {
  test('a body that announces more than a megabyte is refused with 413 before it has arrived', async () => {
    const collector = await collectorFor();
    const { socket, closed } = bareConnection(collector);
    socket.write(
      `POST /v1/events?b=${business} HTTP/1.1\r\nHost: a\r\nOrigin: ${shop}\r\nContent-Length: 900000000\r\n\r\n{"v":1,`,
    );
    await new Promise((resolve) => socket.once('data', resolve));
    socket.destroy();
    expect(await closed).toMatch(/^HTTP\/1.1 413 /);
    const response = await send(collector, aBatch([anEvent({ note: 'x'.repeat(1_100_000) })]));
    await expectRefusal(collector, response, 413, 'body');
  });

  test('a body of unknown length is refused with 413 and disconnected once it exceeds a megabyte', async () => {
    const collector = await collectorFor();
    const { socket, closed } = bareConnection(collector);
    socket.write(
      `POST /v1/events?b=${business} HTTP/1.1\r\nHost: a\r\nOrigin: ${shop}\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`;
    const writing = setInterval(() => socket.write(chunk), 5);
    socket.once('close', () => clearInterval(writing));
    expect(await closed).toMatch(/^HTTP\/1.1 413 /);
    expect(await collector.store.events()).toEqual([]);
  });

  test('a body with more than a thousand events is refused with 413', async () => {
    const collector = await collectorFor();
    const events = Array.from({ length: 1001 }, () => anEvent());
    await expectRefusal(collector, await send(collector, aBatch(events)), 413, 'events');
  });

  test('a body that is not JSON, or not a batch of the protocol, is refused with 400', async () => {
    const collector = await collectorFor();
    const wrong: [unknown, string][] = [
      ['', 'body'],
      ['{', 'body'],
      ['<html>', 'body'],
      ['[]', 'body'],
      ['null', 'body'],
      ['"text"', 'body'],
      [aBatch([], { v: 2 }), 'v'],
      [aBatch([], { v: undefined }), 'v'],
      [aBatch([], { events: { length: 1 } }), 'events'],
      [aBatch([], { events: undefined }), 'events'],
      [aBatch([anEvent()], { context: [] }), 'context'],
    ];
    for (const [body, parameter] of wrong) await expectRefusal(collector, await send(collector, body), 400, parameter);
  });

  test('a body that is nested a thousand levels deep is refused with 400, and brackets within texts do not count', async () => {
    const collector = await collectorFor();
    for (const depth of [1000, 400_000]) {
      const deep = `{"v":1,"events":${'['.repeat(depth)}${']'.repeat(depth)}}`;
      const answer = await expectRefusal(collector, await send(collector, deep), 400, 'body');
      expect(answer.errors[0]?.description).toContain('nested');
    }
    expect((await send(collector, aBatch([anEvent({ note: `\\"${'[{'.repeat(1000)}` })]))).status).toBe(200);
  });

  test('a body that is not UTF-8 is refused with 400', async () => {
    const collector = await collectorFor();
    const response = await fetch(`${collector.endpoint}?b=${business}`, {
      method: 'POST',
      headers: { Origin: shop },
      body: new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
    });
    await expectRefusal(collector, response, 400, 'body');
  });
});

describe('other addresses of the collector', () => {
  test('the collector answers 404 to an unknown address, and 400 to one that is no address', async () => {
    const collector = await collectorFor();
    for (const path of ['/nothing', '/v1', '/v1/events/', '/faults', '//inspector.example/']) {
      expect((await rawRequest(collector.url + path)).status).toBe(404);
    }
    expect((await rawRequest(`${collector.url}/faults`, {}, 'POST')).status).toBe(404);
    expect((await rawRequest(`${collector.url}/%`)).status).toBe(400);
  });

  test("the collector's root page says what it is, and does not contain the token", async () => {
    const collector = await collectorFor();
    const { status, text } = await rawRequest(`${collector.url}/`);
    expect(status).toBe(200);
    expect(text).toContain('Vitrina collector');
    expect(text).not.toContain(collector.token);
  });
});

test('an address that is a star is refused and is no failure', async () => {
  const collector = await collectorFor();
  const { socket, closed } = bareConnection(collector);
  socket.write(`POST * HTTP/1.1\r\nHost: 127.0.0.1:${collector.port}\r\nConnection: close\r\n\r\n`);
  expect(await closed).toMatch(/^HTTP\/1.1 404 /);
});
