// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { aBatch, anEvent, business, collectorFor, send } from './support/collector-harness.ts';

describe('clock skew', () => {
  const hour = 3600;

  test('the time of an event from a clock that is an hour slow is corrected, and the original time is kept', async () => {
    const collector = await collectorFor();
    const behind = Date.now() / 1000 - hour;
    const event = anEvent({ tracked_at: behind - 10 });
    await send(collector, aBatch([event], { sent_at: new Date(behind * 1000).toISOString() }));
    const row = await collector.store.event(business, event.id);
    expect(Math.abs(Number(row?.clock_skew) - hour)).toBeLessThan(30);
    expect(Math.abs(Number(row?.tracked_at) - (behind - 10 + hour))).toBeLessThan(30);
    expect(row?.event.tracked_at).toBe(behind - 10);
  });

  test('the time of an event from a clock that is half a minute slow is not corrected', async () => {
    const collector = await collectorFor();
    const event = anEvent();
    await send(collector, aBatch([event], { sent_at: new Date(Date.now() - 30_000).toISOString() }));
    expect(await collector.store.event(business, event.id)).toMatchObject({
      clock_skew: 0,
      tracked_at: event.tracked_at,
    });
  });

  test('the time of an event is not corrected if the sender does not say its own time', async () => {
    const collector = await collectorFor();
    const events = [anEvent({ tracked_at: 1000 }), anEvent({ tracked_at: 2000 })];
    await send(collector, aBatch(events.slice(0, 1), { sent_at: undefined }));
    await send(collector, aBatch(events.slice(1), { sent_at: 'yesterday' }));
    expect((await collector.store.events()).map((row) => row.tracked_at)).toEqual([1000, 2000]);
  });
});

describe('content of an event', () => {
  test('an event comes back as it was sent, whatever it contains', async () => {
    const collector = await collectorFor();
    const strange = {
      quote: `'); DROP TABLE event_log; --`,
      html: '<script>alert(1)</script>',
      unicode: 'ñandú 🧉   \u0000 \ud800',
      deep: [[[[[[{ a: 1 }]]]]]],
      constructor: { prototype: 1 },
    };
    const event = anEvent({
      session: `s' OR '1'='1`,
      user_parameters: { id: `u"; DELETE FROM event_log` },
      metadata: strange,
    });
    await send(collector, aBatch([event]));
    const row = await collector.store.event(business, event.id);
    expect(row?.event.metadata).toEqual(strange);
    expect(await collector.store.events({ session: `s' OR '1'='1` })).toHaveLength(1);
    expect(await collector.store.events({ session: `' OR '1'='1` })).toHaveLength(0);
    expect(row?.user_id).toBe(`u"; DELETE FROM event_log`);
  });

  test('a "__proto__" key in an event changes no prototype and is not stored', async () => {
    const collector = await collectorFor();
    const plain = anEvent();
    const text = JSON.stringify(aBatch([plain])).replace(
      '"action"',
      '"__proto__":{"polluted":1},"__pro\\u0074o__":{"polluted":2},"metadata":{"__proto__":{"polluted":3},"kept":1},"action"',
    );
    expect((await send(collector, text)).status).toBe(200);
    const row = await collector.store.event(business, plain.id);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.hasOwn(row?.event ?? {}, '__proto__')).toBe(false);
    expect(JSON.stringify(row?.event)).not.toContain('polluted');
    expect(row?.event.metadata).toEqual({ kept: 1 });
  });

  test.each(['\\u005f_proto__', '__pr\\u006Fto__', '\\u005f\\u005F\\u0070\\u0072\\u006f\\u0074\\u006f\\u005f\\u005f'])(
    'a "__proto__" key is not stored however it is written, in an event or in the context: %s',
    async (key) => {
      const collector = await collectorFor();
      const plain = anEvent({ metadata: { kept: 1 } });
      const text = JSON.stringify(aBatch([plain], { context: { page: { kept: 1 } } })).replaceAll(
        '"kept"',
        `"${key}":{"polluted":1},"kept"`,
      );
      expect((await send(collector, text)).status).toBe(200);
      const row = await collector.store.event(business, plain.id);
      expect(JSON.stringify(row?.event)).not.toContain('polluted');
      expect(row?.event).toMatchObject({ metadata: { kept: 1 }, page: { kept: 1 } });
    },
  );
});
