// @vitest-environment node
import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { addressKey, clientAddress, storedAddress } from '../../collector/src/ingest/client-address.ts';
import { aBatch, anEvent, collectorFor, send, shop } from './support/collector-harness.ts';

describe('rate limit of the collector', () => {
  test('an address that sends too many requests gets a 429 that says how long to wait, and the page can read it', async () => {
    const collector = await collectorFor({ rateLimit: { perMinute: 5 } });
    const answers = [];
    for (let index = 0; index < 7; index++) answers.push(await send(collector, aBatch([anEvent()])));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429]);
    const last = answers[6] as Response;
    const wait = Number(last.headers.get('retry-after'));
    expect(wait).toBeGreaterThanOrEqual(1);
    expect(wait).toBeLessThanOrEqual(60);
    expect(await last.json()).toMatchObject({ retry_after: wait, errors: [{ type: 'too_many_requests' }] });
    expect(last.headers.get('access-control-allow-origin')).toBe(shop);
    expect(last.headers.get('access-control-expose-headers')).toBe('Retry-After');
    expect(await collector.store.events()).toHaveLength(5);
  });

  test('an invented X-Forwarded-For header does not get a sender around the rate limit', async () => {
    const collector = await collectorFor({ rateLimit: { perMinute: 2 } });
    const statuses = [];
    for (let index = 0; index < 4; index++) {
      const headers = { 'X-Forwarded-For': `203.0.113.${index}` };
      statuses.push((await send(collector, aBatch([anEvent()]), { headers })).status);
    }
    expect(statuses).toEqual([200, 200, 429, 429]);
  });

  test('behind a trusted proxy each sender is counted by the address that the proxy has added', async () => {
    const collector = await collectorFor({ rateLimit: { perMinute: 1 }, trustProxy: true });
    const from = (address: string) =>
      send(collector, aBatch([anEvent()]), { headers: { 'X-Forwarded-For': address } }).then(({ status }) => status);
    expect(await from('203.0.113.1')).toBe(200);
    expect(await from('203.0.113.2')).toBe(200);
    expect(await from('198.51.100.7, 203.0.113.1')).toBe(429);
  });
});

describe('client address', () => {
  const requestFrom = (remoteAddress: string | undefined, forwarded?: string) =>
    ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;

  test("the client's address is that of the connection, unless a trusted proxy names a valid one", () => {
    expect(clientAddress(requestFrom('::ffff:192.0.2.7', '203.0.113.9'), false)).toBe('192.0.2.7');
    expect(clientAddress(requestFrom('192.0.2.7', '1.1.1.1, 203.0.113.9'), true)).toBe('203.0.113.9');
    expect(clientAddress(requestFrom('192.0.2.7'), true)).toBe('192.0.2.7');
    expect(clientAddress(requestFrom('fe80::1%eth0'), false)).toBe('fe80::1');
  });

  test("a proxy's notation of an address with port, brackets or quotes is read, and what is no address is not taken for the proxy's own", () => {
    const through = (forwarded: string) => clientAddress(requestFrom('192.0.2.7', forwarded), true);
    expect(through('203.0.113.9:51234')).toBe('203.0.113.9');
    expect(through('[2001:db8::1]:443')).toBe('2001:db8::1');
    expect(through('[2001:db8::1]')).toBe('2001:db8::1');
    expect(through('"203.0.113.9"')).toBe('203.0.113.9');
    expect(through('::ffff:cb00:7109')).toBe('203.0.113.9');
    expect(through('unknown')).toBe('0.0.0.0');
  });

  test('an IPv4 address inside an IPv6 address is not stored whole', () => {
    expect(storedAddress('2002:c000:24d::1', 'truncated')).toBe('2002:c000::');
    expect(storedAddress('2001:0:c000:24d::1', 'truncated')).toBe('2001:0::');
    expect(clientAddress(requestFrom('::ffff:c000:24d'), false)).toBe('192.0.2.77');
  });

  test('a truncated address is stored without the part that identifies a household', () => {
    expect(storedAddress('192.0.2.77', 'truncated')).toBe('192.0.2.0');
    expect(storedAddress('2001:db8:aaaa:bbbb:1::9', 'truncated')).toBe('2001:db8:aaaa::');
    expect(storedAddress('2001:db8::9', 'truncated')).toBe('2001:db8:0::');
    expect(storedAddress('::1', 'truncated')).toBe('0:0:0::');
    expect(storedAddress('192.0.2.77', 'full')).toBe('192.0.2.77');
    expect(storedAddress('192.0.2.77', 'none')).toBeNull();
  });

  test('IPv6 addresses of the same 64-bit network share one rate limit', () => {
    expect(addressKey('2001:db8:1:2:3:4:5:6')).toBe(addressKey('2001:db8:1:2::1'));
    expect(addressKey('2001:db8:1:2::1')).not.toBe(addressKey('2001:db8:1:3::1'));
    expect(addressKey('192.0.2.1')).not.toBe(addressKey('192.0.2.2'));
  });
});
