// @vitest-environment node
import { expect, test } from 'vitest';
import { aBatch, anEvent, collectorFor, send } from './support/collector-harness.ts';
import { collectLog } from './support/collect-log.ts';
import { natsClient, startNats } from './support/nats.ts';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('a smaller limit of bytes drops nothing that was accepted, and is taken once the stream is drained', async () => {
  const nats = await startNats();
  const { manager } = await natsClient(nats);
  const streamOf = () => manager.streams.info('vitrina');
  const first = await collectorFor({ stream: nats.url, role: 'collector' });
  const events = Array.from({ length: 20 }, () =>
    anEvent({ note: Array.from({ length: 8 }, () => 'x'.repeat(30_000)) }),
  );
  for (const event of events) expect((await send(first, aBatch([event]))).status).toBe(200);
  await first.close();

  const { sentences, logger } = collectLog('warn');
  const smaller = { stream: nats.url, logger, streamLimits: { bytes: 4_000_000 } };
  await (await collectorFor({ ...smaller, role: 'collector' })).close();
  const { state, config } = await streamOf();
  expect([state.messages, config.max_bytes]).toEqual([events.length, 1_073_741_824]);
  expect(sentences.join()).toContain('keeps its limit of 1073741824 bytes and is not lowered to 4000000');

  const writer = await collectorFor({ ...smaller, role: 'writer' });
  const ids = async () => (await writer.store.events()).map(({ id }) => id).sort();
  await expect.poll(ids, { timeout: 20_000 }).toEqual(events.map(({ id }) => id).sort());
  await expect.poll(async () => (await streamOf()).state.messages).toBe(0);
  await collectorFor({ ...smaller, role: 'collector' });
  expect((await streamOf()).config.max_bytes).toBe(4_000_000);
});

test('a shorter time drops nothing that has waited for longer', async () => {
  const nats = await startNats();
  const { manager } = await natsClient(nats);
  const first = await collectorFor({ stream: nats.url, role: 'collector' });
  expect((await send(first, aBatch([anEvent()]))).status).toBe(200);
  await first.close();
  await pause(1000);
  const { sentences, logger } = collectLog('warn');
  await collectorFor({ stream: nats.url, role: 'collector', logger, streamLimits: { days: 0.00001 } });
  await pause(2500);
  expect((await manager.streams.info('vitrina')).state.messages).toBe(1);
  expect(sentences.join()).toContain('keeps its events for 604800 seconds and not for 1');
});
