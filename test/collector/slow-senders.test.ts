// @vitest-environment node
import { expect, test } from 'vitest';
import { aBatch, anEvent, bareConnection, business, collectorFor, send, shop } from './support/collector-harness.ts';

const head = (length: number) =>
  `POST /v1/events?b=${business} HTTP/1.1\r\nHost: a\r\nOrigin: ${shop}\r\nContent-Length: ${length}\r\n\r\n`;

test('a body that does not arrive in time is answered with 408 and not stored by halves', async () => {
  const collector = await collectorFor({ bodyTimeout: 200 });
  const body = JSON.stringify(aBatch([anEvent()]));
  const { socket } = bareConnection(collector);
  socket.write(head(body.length) + body.slice(0, -1));
  const answer = await new Promise((resolve) => socket.once('data', resolve));
  expect(answer).toMatch(/^HTTP\/1.1 408 /);
  expect(answer).toContain(`Access-Control-Allow-Origin: ${shop}`);
  socket.write(body.slice(-1));
  expect((await send(collector, aBatch([anEvent()]))).status).toBe(200);
  expect(await collector.store.events()).toHaveLength(1);
});

test('a sender that goes away in the middle of its body leaves nothing behind', async () => {
  const collector = await collectorFor({ faults: true });
  const body = JSON.stringify(aBatch([anEvent()]));
  const { socket, closed } = bareConnection(collector);
  socket.end(head(body.length) + body.slice(0, -1));
  await closed;
  expect((await send(collector, aBatch([anEvent()]))).status).toBe(200);
  expect(await collector.store.events()).toHaveLength(1);
});

test('headers that never end are cut off', async () => {
  const collector = await collectorFor({ bodyTimeout: 200 });
  const { socket, closed } = bareConnection(collector);
  socket.write('POST /v1/events HTTP/1.1\r\nHost: a\r\nX-Slow: ');
  expect(await closed).toMatch(/^HTTP\/1.1 408 /);
});

test('what is no HTTP is answered with 400 and harms nobody', async () => {
  const collector = await collectorFor();
  const { socket, closed } = bareConnection(collector);
  socket.write('\x16\x03\x01 hello?\r\n\r\n');
  expect(await closed).toMatch(/^HTTP\/1.1 400 /);
  expect((await send(collector, aBatch([anEvent()]))).status).toBe(200);
});

test('closing does not wait for a sender that is not done', async () => {
  const collector = await collectorFor();
  const { socket, closed } = bareConnection(collector);
  socket.write(head(1000));
  await send(collector, aBatch([anEvent()]));
  await collector.close();
  expect(await closed).toBe('');
});
