// @vitest-environment node
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Business, CollectorOptions } from '../../collector/src/index.ts';
import {
  aBatch,
  anEvent,
  atEnd,
  bareConnection,
  business,
  collectorFor,
  resultsOf,
  send,
  shop,
} from './support/collector-harness.ts';
import { collectLog } from './support/collect-log.ts';
import { collectorProcess } from './support/collector-process.ts';

const withBusiness = (more: Partial<Business> = {}): CollectorOptions => ({
  businesses: { [business]: { name: 'Demo', origins: [shop], ...more } },
});

const statusOf = async (...sending: Parameters<typeof send>) => (await send(...sending)).status;

describe('reload of a collector in the same process', () => {
  test('businesses come, go, are switched off and get other origins', async () => {
    const collector = await collectorFor(withBusiness());
    const status = (origin = shop) => statusOf(collector, aBatch([anEvent()]), { origin });
    expect(await status()).toBe(200);
    collector.reload(withBusiness({ off: true }));
    expect(await status()).toBe(410);
    collector.reload(withBusiness({ origins: ['https://new.example'] }));
    expect([await status(), await status('https://new.example')]).toEqual([403, 200]);
    const answer = await send(collector, aBatch([anEvent()]), { origin: 'https://new.example' });
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
    collector.reload({ businesses: {} });
    expect(await status()).toBe(401);
    collector.reload(withBusiness());
    expect(await status()).toBe(200);
  });

  test('the session cookie is renewed from the moment that the options say so', async () => {
    const collector = await collectorFor(withBusiness());
    const cookie = async () =>
      (await send(collector, aBatch([anEvent()]), { headers: { Cookie: 'vitrina_session=a-session-1' } })).headers.get(
        'set-cookie',
      );
    expect(await cookie()).toBeNull();
    collector.reload(withBusiness({ renewSession: 'shop.example' }));
    expect(await cookie()).toContain('Domain=shop.example');
  });

  test('a quota that is raised lets the business send again at once', async () => {
    const database = join(await folderForTest(), 'events.db');
    const first = await collectorFor({ ...withBusiness(), database });
    await send(first, aBatch([anEvent(), anEvent()]));
    await first.close();
    const collector = await collectorFor({ ...withBusiness({ quota: { events: 2 } }), database });
    expect(await statusOf(collector, aBatch([anEvent()]))).toBe(429);
    collector.reload(withBusiness({ quota: { events: 3 } }));
    expect(await statusOf(collector, aBatch([anEvent()]))).toBe(200);
  });

  test('a rate limit that is raised takes from the address again at once', async () => {
    const collector = await collectorFor({ ...withBusiness(), rateLimit: { perMinute: 1 } });
    const status = () => statusOf(collector, aBatch([anEvent()]));
    expect([await status(), await status()]).toEqual([200, 429]);
    collector.reload({ ...withBusiness(), rateLimit: { perMinute: 10 } });
    expect(await status()).toBe(200);
    collector.reload({ ...withBusiness(), rateLimit: { perMinute: 2 } });
    expect(await status()).toBe(429);
  });

  test('what of an address is stored, and whose address it is, follow the options', async () => {
    const collector = await collectorFor(withBusiness());
    const headers = { 'X-Forwarded-For': '203.0.113.77' };
    await send(collector, aBatch([anEvent()]), { headers });
    collector.reload({ ...withBusiness(), ipAddresses: 'full', trustProxy: true });
    await send(collector, aBatch([anEvent()]), { headers });
    collector.reload({ ...withBusiness(), ipAddresses: 'none', trustProxy: true });
    await send(collector, aBatch([anEvent()]), { headers });
    expect((await collector.store.events()).map(({ ip }) => ip)).toEqual(['127.0.0.0', '203.0.113.77', null]);
  });

  test('a shorter retention is applied at once', async () => {
    const collector = await collectorFor(withBusiness());
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 10 * 86_400_000 });
    await send(collector, aBatch([anEvent()]));
    vi.useRealTimers();
    await send(collector, aBatch([anEvent()]));
    expect(await collector.store.events()).toHaveLength(2);
    collector.reload({ ...withBusiness(), retentionDays: 5 });
    await expect.poll(async () => (await collector.store.events()).length).toBe(1);
  });

  test('how long browsers keep a script, and how much room has to stay on the disk, follow the options', async () => {
    const folder = await folderForTest();
    await writeFile(join(folder, 'vitrina.js'), '');
    const collector = await collectorFor({ ...withBusiness(), scriptFolder: folder, database: join(folder, 'e.db') });
    const kept = async () => (await fetch(`${collector.url}/vitrina.js`)).headers.get('cache-control');
    expect(await kept()).toBe('public, max-age=300');
    collector.reload({ ...withBusiness(), scriptMaxAge: 0, disk: { free: Number.MAX_SAFE_INTEGER } });
    expect(await kept()).toBe('no-cache');
    expect(await statusOf(collector, aBatch([anEvent()]))).toBe(503);
  });

  test('options that need a restart stay as they are, and are named', async () => {
    const { sentences, logger } = collectLog('warn');
    const collector = await collectorFor({ ...withBusiness(), logger });
    const changed = collector.reload({
      ...withBusiness({ off: true }),
      port: 1,
      host: '127.0.0.2',
      token: 'another-token',
    });
    expect(changed).toEqual(['port', 'host', 'token']);
    expect(sentences).toEqual(
      ['port', 'host', 'token'].map(
        (name) => `The option ${name} cannot be changed while the collector runs; restart it.`,
      ),
    );
    // Everything else has changed.
    expect(await statusOf(collector, aBatch([anEvent()]))).toBe(410);
    expect(collector.reload(withBusiness())).toEqual([]);
  });

  test('an option that is wrong changes nothing, not even what is right beside it', async () => {
    const collector = await collectorFor(withBusiness());
    const wrong: [CollectorOptions, string][] = [
      [{ ...withBusiness({ off: true }), retentionDays: -1 }, 'retentionDays is -1'],
      [{ ...withBusiness({ off: true }), port: 70_000 }, 'port is 70000'],
      [withBusiness({ off: true, origins: ['shop.example'] }), 'shop.example'],
    ];
    for (const [options, sentence] of wrong) expect(() => collector.reload(options)).toThrow(sentence);
    expect(await statusOf(collector, aBatch([anEvent()]))).toBe(200);
  });

  test('a batch that was on its way is stored and answered as the options were when it was let in', async () => {
    const collector = await collectorFor(withBusiness());
    const body = JSON.stringify(aBatch([anEvent()]));
    const { socket, closed } = bareConnection(collector);
    socket.write(
      `POST /v1/events?b=${business} HTTP/1.1\r\nHost: x\r\nOrigin: ${shop}\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    socket.write(body.slice(0, 20));
    await expect.poll(() => collector.requests().posts).toBe(1);
    collector.reload({ businesses: {} });
    socket.end(body.slice(20));
    expect(await closed).toContain('"received"');
    expect(await collector.store.events()).toHaveLength(1);
  });
});

async function folderForTest() {
  const folder = await mkdtemp(join(tmpdir(), 'collector-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('SIGHUP', () => {
  const asFile = (off: boolean, more: object = {}) =>
    JSON.stringify({
      database: ':memory:',
      businesses: { [business]: { name: 'Demo', origins: [shop], off } },
      ...more,
    });

  async function running() {
    const path = join(await folderForTest(), 'collector.json');
    await writeFile(path, asFile(false));
    const collector = await collectorProcess(['--config', path]);
    const post = () =>
      fetch(`${collector.endpoint}?b=${business}`, {
        method: 'POST',
        headers: { Origin: shop },
        body: JSON.stringify(aBatch([anEvent()])),
      });
    const reload = async (content: string) => {
      await writeFile(path, content);
      collector.kill('SIGHUP');
    };
    return { collector, post, reload };
  }

  test('the signal reads the file again, and what was stored before is still known afterwards', async () => {
    const { collector, post, reload } = await running();
    const batch = aBatch([anEvent()]);
    const first = await fetch(`${collector.endpoint}?b=${business}`, {
      method: 'POST',
      headers: { Origin: shop },
      body: JSON.stringify(batch),
    });
    expect((await resultsOf(first))[0]?.status).toBe('received');
    await reload(asFile(true, { logLevel: 'debug' }));
    await expect.poll(async () => (await post()).status).toBe(410);
    await reload(asFile(false));
    await expect.poll(async () => (await post()).status).toBe(200);
    const again = await fetch(`${collector.endpoint}?b=${business}`, {
      method: 'POST',
      headers: { Origin: shop },
      body: JSON.stringify(batch),
    });
    expect((await resultsOf(again))[0]?.status).toBe('duplicate');
    expect(collector.read().errors).toContain('The collector has taken its new options.');
    expect(collector.read().errors).not.toContain('cannot be changed');
  });

  test('a broken file leaves the collector as it is, and its log says what is wrong', async () => {
    const { collector, post, reload } = await running();
    await reload('{ "businesses": {}');
    await expect.poll(() => collector.read().errors).toContain('goes on with the options that it has');
    expect(collector.read().errors).toContain('is no JSON at line 1');
    expect((await post()).status).toBe(200);
  });

  test('what the file cannot change is named', async () => {
    const { collector, post, reload } = await running();
    await reload(asFile(true, { database: 'elsewhere.db' }));
    await expect.poll(() => collector.read().errors).toContain('The option database cannot be changed');
    expect((await post()).status).toBe(410);
  });

  test('without a file the signal of a closed terminal ends the collector as any other does', async () => {
    const collector = await collectorProcess(['--database', ':memory:']);
    collector.kill('SIGHUP');
    expect(await collector.ended).toBe(0);
  });
});
