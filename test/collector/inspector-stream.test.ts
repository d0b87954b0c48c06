// @vitest-environment node
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createStream } from '../../collector/src/inspect/stream.ts';
import type { Collector, Row } from '../../collector/src/index.ts';
import { aBatch, anEvent, atEnd, collectorFor, inspectorCookie, send } from './support/collector-harness.ts';

/** What was read from a store, as it may be put into one. */
const asRecord = ({ received_seq: _, event, ...row }: Row) => ({ ...row, event: JSON.stringify(event) });

interface Message {
  id: number;
  row: Row;
}

/** Reads a collector's stream as an EventSource does. */
async function follow(collector: Collector, headers: Record<string, string> = {}, query = '') {
  const Cookie = await inspectorCookie(collector);
  return read(`${collector.url}/inspector/api/stream${query}`, { Cookie, ...headers });
}

async function read(url: string, headers: Record<string, string> = {}) {
  const messages: Message[] = [];
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = get(url, { headers, agent: false }, resolve);
    request.on('error', reject);
    atEnd(() => request.destroy());
  });
  const ended = new Promise<boolean>((resolve) => response.once('close', () => resolve(response.complete)));
  response.on('error', () => {});
  let text = '';
  response.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)));
      if (fields.event === 'stored') messages.push({ id: Number(fields.id), row: JSON.parse(fields.data) });
    }
  });
  return { messages, response, ended };
}

test('a stored event is pushed at once to every open inspector page, with its whole row', async () => {
  const collector = await collectorFor();
  await send(collector, aBatch([anEvent()]));
  const [one, other] = [await follow(collector), await follow(collector)];
  expect(one.response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
  expect(one.response.headers['access-control-allow-origin']).toBeUndefined();
  const event = anEvent({ note: 'two\nlines   and <html>' });
  await send(collector, aBatch([event]));
  for (const { messages } of [one, other]) {
    await expect.poll(() => messages).toHaveLength(1);
    expect(messages[0]?.id).toBe(2);
    expect(messages[0]?.row).toEqual(await collector.store.event('xy76ks', event.id));
  }
});

test('an event that arrives again is not pushed to the inspector again', async () => {
  const collector = await collectorFor();
  const { messages } = await follow(collector);
  const batch = aBatch([anEvent()]);
  for (let index = 0; index < 3; index++) await send(collector, batch);
  await send(collector, aBatch([anEvent({ action: 'last.one' })]));
  await expect.poll(() => messages.at(-1)?.row.action).toBe('last.one');
  expect(messages).toHaveLength(2);
});

test('an inspector page that reconnects gets the rows that it has missed, in order and each once', async () => {
  const collector = await collectorFor();
  for (let index = 0; index < 3; index++) await send(collector, aBatch(Array.from({ length: 400 }, () => anEvent())));
  const resumed = await follow(collector, { 'Last-Event-ID': '5' });
  const asked = await follow(collector, {}, '?after=1190');
  const sending = Promise.all(Array.from({ length: 20 }, () => send(collector, aBatch([anEvent()]))));
  await sending;
  await expect.poll(() => resumed.messages.at(-1)?.id).toBe(1220);
  expect(resumed.messages.map(({ id }) => id)).toEqual(Array.from({ length: 1215 }, (_, index) => index + 6));
  await expect.poll(() => asked.messages.at(-1)?.id).toBe(1220);
  expect(asked.messages).toHaveLength(30);
});

test('a row that is stored while older rows are still being read is pushed to the inspector once', async () => {
  const { store } = await collectorFor();
  const other = await collectorFor();
  await send(other, aBatch([anEvent(), anEvent()]));
  const [first, second] = await other.store.events();
  await store.put([asRecord(first!)]);
  const stream = createStream({
    ...store,
    async eventsAfter(after, limit) {
      await store.put([asRecord(second!)]);
      return store.eventsAfter(after, limit);
    },
  });
  const server = createServer((_, response) => void stream.connect(response, 0, {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => server.close());
  const { messages, ended } = await read(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await expect.poll(() => messages.at(-1)?.id).toBe(2);
  stream.close();
  await ended;
  expect(messages.map(({ id }) => id)).toEqual([1, 2]);
});

test('an inspector page that is far behind gets every row in the end', async () => {
  const collector = await collectorFor();
  const note = 'x'.repeat(10_000);
  for (let index = 0; index < 20; index++)
    await send(collector, aBatch(Array.from({ length: 75 }, () => anEvent({ note }))));
  const { messages, response } = await follow(collector, { 'Last-Event-ID': '0' });
  response.pause();
  await send(collector, aBatch([anEvent({ note })]));
  response.resume();
  await expect.poll(() => messages.length, { timeout: 20_000 }).toBe(1501);
  expect(messages.at(-1)?.id).toBe(1501);
});

test("the inspector's stream ends properly when the collector is closed", async () => {
  const collector = await collectorFor();
  const { ended } = await follow(collector);
  await collector.close();
  expect(await ended).toBe(true);
});
