// @vitest-environment node
import { expect, test } from 'vitest';
import { aBatch, anEvent, bareConnection, business, collectorFor, send, shop } from './support/collector-harness.ts';

const head = (length: number) =>
  `POST /v1/events?b=${business} HTTP/1.1\r\nHost: a\r\nOrigin: ${shop}\r\nContent-Length: ${length}\r\n\r\n`;

test('a request whose body does not arrive in time is answered with 408, and none of it is stored', async () => {
  const collector = await collectorFor({ bodyTimeout: 200 });
  const body = JSON.stringify(aBatch([anEvent()]));
  const { socket } = bareConnection(collector);
  socket.write(head(body.length) + body.slice(0, -1));
  const answer = await new Promise((resolve) => socket.once('data', resolve));
  expect(answer).toMatch(/^HTTP\/1.1 408 /);
  expect(answer).toMatch(new RegExp(`access-control-allow-origin: ${shop}`, 'i'));
  socket.write(body.slice(-1));
  expect((await send(collector, aBatch([anEvent()]))).status).toBe(200);
  expect(await collector.store.events()).toHaveLength(1);
});

test('nothing is stored of a request whose sender disconnects in the middle of the body', async () => {
  const collector = await collectorFor({ faults: true });
  const body = JSON.stringify(aBatch([anEvent()]));
  const { socket, closed } = bareConnection(collector);
  socket.end(head(body.length) + body.slice(0, -1));
  await closed;
  expect((await send(collector, aBatch([anEvent()]))).status).toBe(200);
  expect(await collector.store.events()).toHaveLength(1);
});

test('a request whose headers never end is answered with 408 and disconnected', async () => {
  const collector = await collectorFor({ bodyTimeout: 200 });
  const { socket, closed } = bareConnection(collector);
  socket.write('POST /v1/events HTTP/1.1\r\nHost: a\r\nX-Slow: ');
  expect(await closed).toMatch(/^HTTP\/1.1 408 /);
});

test('a connection that does not speak HTTP is answered with 400, and the collector still accepts batches', async () => {
  const collector = await collectorFor();
  const { socket, closed } = bareConnection(collector);
  socket.write('\x16\x03\x01 hello?\r\n\r\n');
  expect(await closed).toMatch(/^HTTP\/1.1 400 /);
  expect((await send(collector, aBatch([anEvent()]))).status).toBe(200);
});

test('a collector that is closed does not wait for a sender that has not sent its whole body', async () => {
  const collector = await collectorFor();
  const { socket, closed } = bareConnection(collector);
  socket.write(head(1000));
  await send(collector, aBatch([anEvent()]));
  await collector.close();
  expect(await closed).toBe('');
});
