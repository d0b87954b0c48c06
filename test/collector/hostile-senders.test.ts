// @vitest-environment node
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { Agent, get } from 'node:http';
import { expect, test } from 'vitest';
import { aBatch, anEvent, atEnd, bareConnection, business, collectorFor, shop } from './support/collector-harness.ts';
import { collectorProcess } from './support/collector-process.ts';

/** Megabytes of memory that a process has held at most. */
async function peakOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

/** Opens connections that write a text and never read, and closes them after the test. */
function writeWithoutReading(url: string, connections: number, text: string) {
  const { port } = new URL(url);
  const written = Array.from({ length: connections }, () => {
    const socket = connect(Number(port), '127.0.0.1').on('error', () => {});
    socket.pause();
    atEnd(() => socket.destroy());
    return new Promise<void>((resolve) => {
      socket.once('close', () => resolve());
      socket.write(text, () => resolve());
    });
  });
  return Promise.all(written);
}

/** Waits for two seconds: long enough for a collector without limits to work on much of what was sent. */
async function watch(url: string) {
  for (let index = 0; index < 20; index++) {
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const asking = (path: string, times: number) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`.repeat(times);
const answersIn = (text: string) => text.match(/HTTP\/1\.1 \d+ /g) ?? [];

test('senders that ask thousands of times and never read cost little memory', async () => {
  const collector = await collectorProcess([]);
  await fetch(`${collector.url}/vitrina.js`);
  const before = await peakOf(collector.pid);
  await writeWithoutReading(collector.url, 20, asking('/vitrina.js', 1700));
  await watch(collector.url);
  expect((await peakOf(collector.pid)) - before).toBeLessThan(150);
});

test('bodies that arrive byte by byte cost little more memory than others', async () => {
  const collector = await collectorProcess([]);
  await fetch(`${collector.url}/healthz`);
  const before = await peakOf(collector.pid);
  const head = `POST /v1/events?b=demo HTTP/1.1\r\nHost: a\r\nOrigin: http://localhost\r\nTransfer-Encoding: chunked\r\n\r\n`;
  await writeWithoutReading(collector.url, 5, head + '1\r\na\r\n'.repeat(500_000));
  await watch(collector.url);
  expect((await peakOf(collector.pid)) - before).toBeLessThan(150);
});

test.each(['/', '/healthz', '/nothing', '/%zz'])(
  'a sender that does not wait for answers is cut off, whatever it asks for: %s',
  async (path) => {
    const collector = await collectorFor();
    const { socket, closed } = bareConnection(collector);
    socket.write(asking(path, 1000));
    expect(answersIn(await closed).length).toBeLessThan(100);
    expect((await fetch(`${collector.url}/healthz`)).status).toBe(200);
  },
);

test('requests that are pipelined in small numbers are all answered, in their order', async () => {
  const collector = await collectorFor();
  const body = JSON.stringify(aBatch([anEvent()]));
  const { socket, closed } = bareConnection(collector);
  const batch = `POST /v1/events?b=${business} HTTP/1.1\r\nHost: a\r\nOrigin: ${shop}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  socket.write(asking('/', 5) + batch + asking('/nothing', 5));
  socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  expect(answersIn(await closed).map((line) => Number(line.slice(9)))).toEqual([
    ...Array(5).fill(200),
    200,
    ...Array(5).fill(404),
    200,
  ]);
  expect(await collector.store.events()).toHaveLength(1);
});

test('a connection that waits for each answer is kept through hundreds of requests', async () => {
  const collector = await collectorFor();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  atEnd(() => agent.destroy());
  const ports = new Set<number | undefined>();
  for (let index = 0; index < 300; index++) {
    const status = await new Promise((resolve, reject) => {
      const request = get(`${collector.url}/healthz`, { agent }, (response) => {
        response.resume().once('end', () => resolve(response.statusCode));
      });
      request.once('socket', (socket) => {
        if (socket.connecting) socket.once('connect', () => ports.add(socket.localPort));
        else ports.add(socket.localPort);
      });
      request.once('error', reject);
    });
    expect(status).toBe(200);
  }
  expect(ports.size).toBe(1);
});
