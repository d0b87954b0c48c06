// @vitest-environment node
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../collector/src/index.ts';
import { aBatch, anEvent, collectorFor, rawRequest, send } from './support/collector-harness.ts';
import { collectorProcess } from './support/collector-process.ts';

const faulty = () => collectorFor({ faults: true });

describe('planted fault', () => {
  test('the fault "down" cuts every connection until the fault is cleared', async () => {
    const collector = await faulty();
    collector.fault({ kind: 'down' });
    await expect(send(collector, aBatch([anEvent()]))).rejects.toThrow();
    await expect(send(collector, aBatch([anEvent()]))).rejects.toThrow();
    expect((await rawRequest(`${collector.url}/`)).status).toBe(200);
    collector.fault();
    expect((await send(collector, aBatch([anEvent()]))).status).toBe(200);
    expect(collector.requests().posts).toBe(3);
    expect(collector.requests().recent.map(({ status }) => status)).toEqual([0, 0, 200]);
    expect(await collector.store.events()).toHaveLength(1);
  });

  test('the fault "reset" cuts the connection after the events are stored, so the repeated batch is a duplicate', async () => {
    const collector = await faulty();
    const batch = aBatch([anEvent()]);
    collector.fault({ kind: 'reset', count: 1 });
    await expect(send(collector, batch)).rejects.toThrow();
    expect(await collector.store.events()).toHaveLength(1);
    expect(await (await send(collector, batch)).text()).toContain('"duplicate"');
  });

  test('the faults "503" and "429" answer with that status, with the Retry-After they were given, and store nothing', async () => {
    const collector = await faulty();
    collector.fault([
      { kind: '503', count: 1 },
      { kind: '429', retryAfter: 7, count: 1 },
    ]);
    const busy = await send(collector, aBatch([anEvent()]));
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, null]);
    const limited = await send(collector, aBatch([anEvent()]));
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    expect(await limited.json()).toMatchObject({ retry_after: 7 });
    expect(await collector.store.events()).toEqual([]);
    expect((await send(collector, aBatch([anEvent()]))).status).toBe(200);
  });

  test('the fault "status" gives exactly the answer that it describes, and stores the events only if it says so', async () => {
    const collector = await faulty();
    const page: Fault = {
      kind: 'status',
      status: 200,
      headers: { 'Content-Type': 'text/html' },
      body: '<h1>Hi</h1>',
      count: 1,
    };
    const accepted: Fault = { kind: 'status', status: 204, commit: true, count: 1 };
    const moved: Fault = { kind: 'status', status: 302, headers: { Location: '/elsewhere' }, count: 1 };
    collector.fault([page, accepted, moved]);
    const html = await send(collector, aBatch([anEvent()]));
    expect([html.headers.get('content-type'), await html.text()]).toEqual(['text/html', '<h1>Hi</h1>']);
    expect(html.headers.get('access-control-allow-origin')).not.toBeNull();
    expect(await collector.store.events()).toHaveLength(0);
    expect((await send(collector, aBatch([anEvent()]))).status).toBe(204);
    expect(await collector.store.events()).toHaveLength(1);
    const redirect = await send(collector, aBatch([anEvent()]));
    expect([redirect.status, redirect.headers.get('location')]).toEqual([302, '/elsewhere']);
  });

  test('the fault "hang" never answers, and the collector can still be closed', async () => {
    const collector = await faulty();
    collector.fault({ kind: 'hang' });
    const hanging = send(collector, aBatch([anEvent()]));
    const outcome = expect(hanging).rejects.toThrow();
    await expect.poll(() => collector.requests().bytes).toBeGreaterThan(0);
    await collector.close();
    await outcome;
  });

  test('the fault "slow" stores the events at once and answers late', async () => {
    const collector = await faulty();
    collector.fault({ kind: 'slow', milliseconds: 300 });
    let answered = false;
    const sending = send(collector, aBatch([anEvent()])).then((response) => {
      answered = true;
      return response;
    });
    await expect.poll(() => collector.store.events()).toHaveLength(1);
    expect(answered).toBe(false);
    expect((await sending).status).toBe(200);
  });

  test('a fault with a text affects only the requests that contain this text', async () => {
    const collector = await faulty();
    collector.fault({ kind: 'status', status: 400, containing: 'poison' });
    expect((await send(collector, aBatch([anEvent()]))).status).toBe(200);
    expect((await send(collector, aBatch([anEvent(), anEvent({ note: 'poison' })]))).status).toBe(400);
    expect(await collector.store.events()).toHaveLength(1);
  });

  test('the collector refuses a fault that is not valid', async () => {
    const collector = await faulty();
    const wrong: object[] = [
      { kind: 'explode' },
      { kind: '503', count: 0 },
      { kind: 'status' },
      { kind: 'status', status: 99 },
    ];
    for (const fault of wrong) expect(() => collector.fault(fault as Fault)).toThrow(/\.$/);
    expect((await send(collector, aBatch([anEvent()]))).status).toBe(200);
  });
});

describe('fault switches', () => {
  test('nobody can plant a fault in a collector that was started without the option for faults', async () => {
    const collector = await collectorFor();
    for (const method of ['GET', 'POST', 'DELETE'])
      expect((await rawRequest(`${collector.url}/faults`, {}, method)).status).toBe(404);
    expect(() => collector.fault({ kind: 'down' })).toThrow('faults: true');
    expect((await send(collector, aBatch([anEvent()]))).status).toBe(200);
    expect(collector.requests().recent).toEqual([]);
  });

  test('faults can be planted and cleared over HTTP in a collector that runs in its own process', async () => {
    const collector = await collectorProcess(['--database', ':memory:', '--faults']);
    const switches = `${collector.url}/faults`;
    const Authorization = `Bearer ${new URL(collector.inspectorUrl).searchParams.get('token')}`;
    const post = (body: string, type = 'application/json') =>
      fetch(switches, { method: 'POST', headers: { Authorization, 'Content-Type': type }, body });
    const deliver = () =>
      fetch(`${collector.endpoint}?b=demo`, {
        method: 'POST',
        headers: { Origin: 'http://localhost:3000' },
        body: JSON.stringify(aBatch([anEvent()], { business: 'demo' })),
      }).then(({ status }) => status);
    expect(await (await post('{"kind":"503"}')).json()).toMatchObject({ faults: [{ kind: '503' }] });
    expect(await deliver()).toBe(503);
    expect((await fetch(switches, { method: 'DELETE', headers: { Authorization } })).status).toBe(200);
    expect(await deliver()).toBe(200);
    expect(await (await fetch(switches, { headers: { Authorization } })).json()).toMatchObject({
      faults: [],
      requests: { posts: 2, preflights: 0 },
    });
    expect((await post('{"kind":"nonsense"}')).status).toBe(400);
    expect((await post('{')).status).toBe(400);
    expect((await post('{"kind":"down"}', 'text/plain')).status).toBe(415);
    expect((await rawRequest(switches, { Authorization, Host: 'evil.example' })).status).toBe(403);
    expect((await rawRequest(switches, { Authorization, 'X-Forwarded-For': '203.0.113.9' })).status).toBe(403);
    expect((await rawRequest(switches)).status).toBe(401);
    expect(await deliver()).toBe(200);
  });
});
