// @vitest-environment node
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { aBatch, anEvent, atEnd, business, collectorFor, resultsOf, send, shop } from './support/collector-harness.ts';

const fields = (count: number, length: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`field_${index}`, 'x'.repeat(length)]));

const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });

describe('what is made of a request', () => {
  test('a context with more fields than anybody needs is refused', async () => {
    const collector = await collectorFor();
    const response = await send(collector, aBatch([anEvent()], { context: fields(101, 1) }));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ parameter: 'context' }] });
  });

  test('a small body that would become a large one is refused with 413, so that the client sends fewer events at a time', async () => {
    const collector = await collectorFor();
    const context = fields(90, 900);
    const many = await send(
      collector,
      aBatch(
        Array.from({ length: 100 }, () => anEvent()),
        { context },
      ),
    );
    expect(many.status).toBe(413);
    expect(await many.json()).toMatchObject({ errors: [{ type: 'too_large', parameter: 'context' }] });
    expect(await collector.store.events()).toEqual([]);
    expect((await send(collector, aBatch([anEvent(), anEvent()], { context }))).status).toBe(200);
    expect((await collector.store.events())[1]?.event).toMatchObject(context);
  });

  test('an event that says something itself keeps it, whatever the context says, and null is something', async () => {
    const collector = await collectorFor();
    const context = { page: { url: 'https://shop.example/a' }, note: 'shared', action: 'page.viewed' };
    const { action: _, ...plain } = anEvent();
    const own = { ...anEvent(), note: null, session: null };
    await send(collector, aBatch([plain, own], { context, locale: 'es' }));
    const rows = await collector.store.events();
    expect(rows[0]).toMatchObject({ action: 'page.viewed', page_url: 'https://shop.example/a' });
    expect(rows[0]?.event).toMatchObject({ note: 'shared', locale: 'es', action: 'page.viewed' });
    expect(rows[1]).toMatchObject({ action: 'cart.added', session: null });
    expect(rows[1]?.event).toMatchObject({ note: null, page: context.page, session: null });
    expect(rows[1]?.event.action).toBe('cart.added');
  });

  test.each([
    ['too many fields', fields(201, 1)],
    ['too many values', { list: Array.from({ length: 6000 }, () => 1) }],
    ['too many levels', { a: nested(20) }],
  ])('an event with %s is rejected by itself, and the others of its batch are stored', async (_, more) => {
    const collector = await collectorFor();
    const results = await resultsOf(await send(collector, aBatch([anEvent(more), anEvent()])));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'received']);
    expect(results[0]?.errors?.[0]?.description).toMatch(/\.$/);
  });

  test.each([
    ['library', 'x'.repeat(101)],
    ['locale', 'x'.repeat(101)],
    ['session', 'x'.repeat(201)],
    ['sent_at', 'x'.repeat(41)],
  ])('a text of the envelope that is too long is refused: %s', async (name, text) => {
    const collector = await collectorFor();
    const response = await send(collector, aBatch([anEvent()], { [name]: text }));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ parameter: name }] });
  });
});

describe('what a business may send', () => {
  test('a business that has used up its quota is told when to come again, and others go on', async () => {
    const account = { name: 'Shop', origins: [shop] };
    const businesses = { [business]: { ...account, quota: { events: 3 } }, other: account };
    const collector = await collectorFor({ businesses });
    expect((await send(collector, aBatch([anEvent(), anEvent(), anEvent()]))).status).toBe(200);
    const status = async () => (await send(collector, aBatch([]))).status;
    await expect.poll(status, { timeout: 15_000, interval: 300 }).toBe(429);
    const refused = await send(collector, aBatch([anEvent()]));
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('access-control-allow-origin')).toBe(shop);
    expect(await refused.json()).toMatchObject({ errors: [{ type: 'quota_exceeded' }] });
    const address = `${collector.endpoint}?b=other`;
    expect((await send(collector, aBatch([anEvent()], { business: 'other' }), { address })).status).toBe(200);
    expect(await collector.store.events()).toHaveLength(4);
  }, 30_000);

  test.each([
    ['the disk is nearly full', { free: Number.MAX_SAFE_INTEGER }],
    ['the database has the size that it may have', { database: 1 }],
  ])('the collector takes nothing more where %s, and says when to try again', async (_, disk) => {
    const folder = await mkdtemp(join(tmpdir(), 'collector-'));
    atEnd(() => rm(folder, { recursive: true, force: true }));
    const collector = await collectorFor({ database: join(folder, 'events.db'), disk });
    const refused = await send(collector, aBatch([anEvent()]));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '60']);
    expect(refused.headers.get('access-control-allow-origin')).toBe(shop);
    expect(await collector.store.events()).toEqual([]);
  });
});

describe('the time of an event', () => {
  test.each(['+275760-09-13T00:00:00.000Z', '0001-01-01T00:00:00.000Z', 'soon', 1e300])(
    'a time of sending that no clock shows is not believed: %s',
    async (sent_at) => {
      const collector = await collectorFor();
      const event = anEvent();
      await send(collector, aBatch([event], { sent_at }));
      expect((await collector.store.events())[0]).toMatchObject({
        sent_at: null,
        clock_skew: 0,
        tracked_at: event.tracked_at,
      });
    },
  );

  test('an event has not happened after it arrived', async () => {
    const collector = await collectorFor();
    await send(collector, aBatch([anEvent({ tracked_at: Date.now() / 1000 + 86_400 })]));
    const [row] = await collector.store.events();
    expect(row?.tracked_at).toBeLessThanOrEqual(Date.now() / 1000);
  });
});
