// @vitest-environment node
import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { isLocal } from '../../collector/src/http/is-local.ts';
import { startCollector } from '../../collector/src/index.ts';
import { judgeOrigin } from '../../collector/src/ingest/allowed-origins.ts';

const requestFrom = (remoteAddress: string, headers: Record<string, string>) =>
  ({ socket: { remoteAddress }, headers }) as unknown as IncomingMessage;

describe('requests of this machine', () => {
  test('a request of this machine by its own address is local, on port 80 without the port', () => {
    expect(isLocal(requestFrom('127.0.0.1', { host: '127.0.0.1:4318' }), 4318)).toBe(true);
    expect(isLocal(requestFrom('::1', { host: '[::1]:4318' }), 4318)).toBe(true);
    expect(isLocal(requestFrom('::ffff:127.0.0.1', { host: 'localhost:4318' }), 4318)).toBe(true);
    expect(isLocal(requestFrom('127.0.0.1', { host: 'localhost' }), 80)).toBe(true);
  });

  test('a forged host does not make a request of another machine local', () => {
    expect(isLocal(requestFrom('203.0.113.9', { host: '127.0.0.1:4318' }), 4318)).toBe(false);
    expect(isLocal(requestFrom('::ffff:203.0.113.9', { host: 'localhost:4318' }), 4318)).toBe(false);
  });

  test('what a proxy of this machine hands on is not local, and neither is another name of this machine', () => {
    for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']) {
      expect(isLocal(requestFrom('127.0.0.1', { host: '127.0.0.1:4318', [name]: '203.0.113.9' }), 4318)).toBe(false);
    }
    expect(isLocal(requestFrom('127.0.0.1', { host: 'rebound.example:4318' }), 4318)).toBe(false);
    expect(isLocal(requestFrom('127.0.0.1', { host: '127.0.0.1' }), 4318)).toBe(false);
  });

  test('fault switches do not start on an address that other machines can reach', async () => {
    await expect(startCollector({ faults: true, host: '0.0.0.0' })).rejects.toThrow('fault switches are for tests');
  });

  test('"http://localhost:*" covers a page on port 80, whose origin has no port', () => {
    const business = { name: 'Shop', origins: ['http://localhost:*'] };
    for (const origin of ['http://localhost', 'http://localhost:3000']) {
      expect(judgeOrigin(business, origin)).toEqual({ named: true, allowed: true });
    }
    for (const origin of ['http://localhost.evil.example', 'http://localhost:3000.evil.example', 'https://localhost']) {
      expect(judgeOrigin(business, origin).allowed).toBe(false);
    }
  });
});
