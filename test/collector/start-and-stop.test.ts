// @vitest-environment node
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { readCommandLine } from '../../collector/src/options/read-command-line.ts';
import { startCollector } from '../../collector/src/index.ts';
import type { CollectorOptions } from '../../collector/src/index.ts';
import { aBatch, anEvent, atEnd, collectorFor, rawRequest, send } from './support/collector-harness.ts';
import { collectorProcess } from './support/collector-process.ts';

async function takenPort() {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

describe('command of the collector', () => {
  test('the command prints both addresses, and ends cleanly on SIGINT and SIGTERM', async () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const collector = await collectorProcess(['--database', ':memory:', '--business', 'xy76ks=Demo shop']);
      expect((await rawRequest(`${collector.url}/`)).status).toBe(200);
      expect((await rawRequest(collector.inspectorUrl)).status).toBe(303);
      collector.kill(signal);
      expect(await collector.ended).toBe(0);
      expect(collector.read().errors).not.toMatch(/"level":[4-6]0/);
    }
  });

  test('the command takes the next free port if the requested one is taken, and says so', async () => {
    const port = await takenPort();
    const collector = await collectorProcess(['--database', ':memory:', '--port', String(port)]);
    expect(collector.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(collector.url).not.toContain(`:${port}`);
    expect(collector.read().errors).toContain(`Port ${port} is taken`);
  });

  test('the command explains a wrong option in a sentence, without a stack trace', async () => {
    const wrong: [string[], string][] = [
      [['--port', 'many'], '--port is "many"'],
      [['--origin', 'https://shop.example/path'], 'https://shop.example/path'],
      [['--nonsense'], '--nonsense'],
      [['--ip-addresses', 'some'], 'ipAddresses is "some"'],
    ];
    const attempts = wrong.map(async ([args, sentence]) => {
      const { ended, read } = await collectorProcess(['--database', ':memory:', ...args]);
      expect(await ended).toBe(1);
      expect(read().errors).toContain(sentence);
      expect(read().errors).not.toContain('    at ');
    });
    await Promise.all(attempts);
  });
});

describe('options of the command line', () => {
  const read = (...args: string[]) => readCommandLine(args, {}) as CollectorOptions;

  test('the command line declares businesses with their names and origins', () => {
    const { businesses } = read(
      ...['--business', 'a=Shop A', '--business', 'b', '--business', 'c=C', '--off', 'c'],
      ...['--origin', 'https://both.example', '--origin', 'a=https://a.example'],
    );
    expect(businesses).toEqual({
      a: { name: 'Shop A', origins: ['https://both.example', 'https://a.example'], off: false },
      b: { name: 'b', origins: ['https://both.example'], off: false },
      c: { name: 'C', origins: ['https://both.example'], off: true },
    });
  });

  test('an empty command line accepts only pages of this machine and allows no faults', () => {
    const options = read();
    expect(options).toMatchObject({
      port: 4318,
      database: '.data/events.db',
      businesses: { demo: { name: 'Demo', origins: ['http://localhost:*', 'http://127.0.0.1:*'] } },
    });
    expect([options.faults, options.trustProxy]).toEqual([undefined, undefined]);
  });

  test('the command line refuses an option for a business that it does not declare', () => {
    expect(() => read('--origin', 'nobody=https://a.example')).toThrow('"nobody"');
    expect(() => read('--off', 'nobody')).toThrow('nobody');
  });
});

describe('collector in the same process', () => {
  test('a collector with a wrong option does not start and explains it in a sentence', async () => {
    const shopOf = (origins: string[]) => ({ businesses: { a: { name: 'A', origins } } });
    const wrong: [object, string][] = [
      [{ port: 70_000 }, 'port is 70000'],
      [{ retentionDays: -1 }, 'retentionDays is -1'],
      [{ retension: 1 }, 'retension'],
      [{ ipAddresses: 'all' }, '"truncated", "none" or "full"'],
      [{ rateLimit: { perMinute: 0 } }, 'rateLimit'],
      [{ token: 'short' }, 'token'],
      [shopOf(['shop.example']), 'shop.example'],
      [shopOf(['https://shop.example/']), 'without a path'],
      [shopOf(['https://*.example']), 'https://*.example'],
      [{ businesses: { 'a b': { name: 'A', origins: [] } } }, 'a b'],
    ];
    for (const [options, sentence] of wrong) await expect(startCollector(options)).rejects.toThrow(sentence);
  });

  test('a collector whose port is taken does not start and names the port', async () => {
    const port = await takenPort();
    await expect(startCollector({ port })).rejects.toThrow(`Port ${port}`);
  });

  test('a collector can be closed twice, and frees its port', async () => {
    const collector = await collectorFor();
    await send(collector, aBatch([anEvent()]));
    await Promise.all([collector.close(), collector.close()]);
    const again = await collectorFor({ port: collector.port });
    expect((await send(again, aBatch([anEvent()]))).status).toBe(200);
  });
});
