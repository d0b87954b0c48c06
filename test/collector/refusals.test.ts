// @vitest-environment node
import { describe, expect, test } from 'vitest';
import type { Collector } from '../../examples/collector/types.d.ts';
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

/** Every refusal is JSON that the page can read, and leaves nothing behind. */
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

describe('a sender is refused', () => {
  test('with 401 if its business is unknown, without its body being looked at', async () => {
    const collector = await collectorFor();
    for (const query of ['?b=nobody', '?b=', '', '?b=__proto__', '?b=constructor']) {
      const response = await send(collector, 'no JSON at all', { address: collector.endpoint + query });
      await expectRefusal(collector, response, 401, 'b');
    }
  });

  test('with 401 if address and body name different businesses', async () => {
    const collector = await collectorFor();
    await expectRefusal(collector, await send(collector, aBatch([anEvent()], { business: 'other' })), 401, 'business');
  });

  test('with 403 if its origin is not on the list', async () => {
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
    expect((await send(collector, aBatch([anEvent()]), { origin: null })).status).toBe(403);
    expect(await collector.store.events()).toEqual([]);
  });

  test('but not if it has no origin and the list holds "null"', async () => {
    const collector = await collectorFor({ businesses: { [business]: { name: 'Pixel', origins: [shop, 'null'] } } });
    expect((await send(collector, aBatch([anEvent()]), { origin: 'null' })).status).toBe(200);
    expect((await send(collector, aBatch([anEvent()]), { origin: null })).status).toBe(200);
  });

  test('but not on any port of this machine where that is allowed', async () => {
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

  test('with 410 and off if its business is switched off', async () => {
    const collector = await collectorFor({ businesses: { [business]: { name: 'Gone', origins: [shop], off: true } } });
    const answer = await expectRefusal(collector, await send(collector, aBatch([anEvent()])), 410, 'b');
    expect(answer.off).toBe(true);
  });

  test('with 405 if it uses another method', async () => {
    const collector = await collectorFor();
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
      const response = await send(collector, undefined, { method });
      expect(response.headers.get('allow')).toBe('POST, OPTIONS');
      await expectRefusal(collector, response, 405, 'method');
    }
  });

  test('with 415 if it compresses its body', async () => {
    const collector = await collectorFor();
    const response = await send(collector, aBatch([anEvent()]), { headers: { 'Content-Encoding': 'gzip' } });
    await expectRefusal(collector, response, 415, 'content-encoding');
  });
});

describe('a body is refused', () => {
  test('with 413 if it is larger than a megabyte, before it has arrived', async () => {
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

  test('with 413 if it turns out to be larger than a megabyte on the way, and is not listened to any longer', async () => {
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

  test('with 413 if it holds more than a thousand events', async () => {
    const collector = await collectorFor();
    const events = Array.from({ length: 1001 }, () => anEvent());
    await expectRefusal(collector, await send(collector, aBatch(events)), 413, 'events');
  });

  test('with 400 if it is no JSON, or not of the protocol', async () => {
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

  test('with 400 if it is nested a thousand deep or deeper, and brackets within texts do not count', async () => {
    const collector = await collectorFor();
    for (const depth of [1000, 400_000]) {
      const deep = `{"v":1,"events":${'['.repeat(depth)}${']'.repeat(depth)}}`;
      const answer = await expectRefusal(collector, await send(collector, deep), 400, 'body');
      expect(answer.errors[0]?.description).toContain('nested');
    }
    expect((await send(collector, aBatch([anEvent({ note: `\\"${'[{'.repeat(1000)}` })]))).status).toBe(200);
  });

  test('with 400 if it is not UTF-8', async () => {
    const collector = await collectorFor();
    const response = await fetch(`${collector.endpoint}?b=${business}`, {
      method: 'POST',
      headers: { Origin: shop },
      body: new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
    });
    await expectRefusal(collector, response, 400, 'body');
  });
});

describe('the server', () => {
  test('answers 404 where there is nothing, also for addresses that cannot be read', async () => {
    const collector = await collectorFor();
    for (const path of ['/nothing', '/v1', '/v1/events/', '/faults', '/%', '//inspector.example/']) {
      expect((await rawRequest(collector.url + path)).status).toBe(404);
    }
    expect((await rawRequest(`${collector.url}/faults`, {}, 'POST')).status).toBe(404);
  });

  test('says at its root what it is, and not the token', async () => {
    const collector = await collectorFor();
    const { status, text } = await rawRequest(`${collector.url}/`);
    expect(status).toBe(200);
    expect(text).toContain('Vitrina collector');
    expect(text).not.toContain(collector.token);
  });
});
