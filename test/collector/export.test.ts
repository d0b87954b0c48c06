// @vitest-environment node
import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, test } from 'vitest';
import type { Collector, Row } from '../../collector/src/index.ts';
import { aBatch, anEvent, ask, atEnd, collectorFor, inspectorCookie, send } from './support/collector-harness.ts';
import { collectorProcess } from './support/collector-process.ts';
import { sharedPostgres } from './support/shared-postgres.ts';

const postgres = sharedPostgres();

async function file(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'export-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'events.db');
}

/** Where the databases of the tests are, each for itself. */
const places = { 'a file': file, PostgreSQL: () => postgres.newDatabase() };

const noteOf = (line: string) => (JSON.parse(line) as Row).event.note;

const linesOf = async (collector: Collector, query: string) =>
  (await (await ask(collector, `export?${query}`)).text()).split('\n').filter(Boolean);

describe.each(Object.entries(places))('a download of events from %s', (_, place) => {
  test('it holds every event that the filter finds, the newest first, as lines of JSON', async () => {
    const collector = await collectorFor({ database: await place() });
    await send(collector, aBatch(Array.from({ length: 450 }, (_, note) => anEvent({ note }))));
    await send(
      collector,
      aBatch([anEvent({ action: 'order.placed', note: 'order', object_parameters: { name: 'Mate' } })]),
    );
    expect((await linesOf(collector, '')).map(noteOf)).toEqual([
      'order',
      ...Array.from({ length: 450 }, (_, index) => 449 - index),
    ]);
    expect((await linesOf(collector, 'format=ndjson&action=order.placed')).map(noteOf)).toEqual(['order']);
    expect(await linesOf(collector, 'action=cart.added')).toHaveLength(450);
    while ((await collector.store.fillIndex(1000)) > 0);
    expect((await linesOf(collector, 'q=mate')).map(noteOf)).toEqual(['order']);
    expect(await linesOf(collector, 'q=termo')).toEqual([]);
  });

  test('as CSV it has a head, quotes what needs it, and holds no formula for a spreadsheet', async () => {
    const collector = await collectorFor({ database: await place() });
    const event = anEvent({
      ...{ session: '=1+1', url: '@SUM(A1)', amount: -5, currency: '+x', note: 'a "b"' },
      user_parameters: { id: '-2', source: '\tx' },
    });
    await send(collector, aBatch([event], { library: 'a,b' }));
    const response = await ask(collector, 'export?format=csv&business=xy76ks');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const day = new Date().toISOString().slice(0, 10);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="vitrina-events-xy76ks-${day}.csv"`);
    const [head, line, end] = (await response.text()).split('\r\n');
    expect(head).toBe(
      'received_seq,received_at,tracked_at,business,id,action,session,user_id,user_source,page_url,amount,currency,observed_by,library,trusted,invalid,event',
    );
    const row = await collector.store.event('xy76ks', event.id);
    const json = JSON.stringify(row?.event).replaceAll('"', '""');
    const marks = JSON.stringify(row?.invalid).replaceAll('"', '""');
    const time = new Date((row?.tracked_at ?? 0) * 1000).toISOString();
    expect(line).toBe(
      `1,${row?.received_at},${time},xy76ks,${event.id},cart.added,'=1+1,'-2,'\tx,'@SUM(A1),-5,'+x,,"a,b",false,"${marks}","${json}"`,
    );
    expect(end).toBe('');
  });
});

test.each(['=1', '+1', '-1', '@a', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠a'])(
  'no cell of CSV begins with a formula in any language: %j',
  async (id) => {
    const collector = await collectorFor();
    await send(collector, aBatch([anEvent({ user_parameters: { id } })]));
    const [, ...lines] = (await (await ask(collector, 'export?format=csv')).text()).split('\r\n');
    expect(lines.join('\r\n')).toContain(`'${id}`);
  },
);

test('a download of a format that is not known is refused', async () => {
  const response = await ask(await collectorFor(), 'export?format=xlsx');
  expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('choose ndjson or csv')]);
});

test('one damaged row does not end a download', async () => {
  const database = await file();
  const collector = await collectorFor({ database });
  await send(collector, aBatch([anEvent({ note: 1 }), anEvent({ note: 2 }), anEvent({ note: 3 })]));
  const other = new Database(database);
  other.exec(`UPDATE events SET event = '{"half', tracked_at = 1e300 WHERE received_seq = 2`);
  other.close();
  expect((await linesOf(collector, '')).map(noteOf)).toEqual([3, undefined, 1]);
  expect(await linesOf(collector, 'format=csv')).toHaveLength(4);
});

test('a reader who takes nothing is sent no more than fits in between, and one who goes ends the reading', async () => {
  const collector = await collectorFor({ database: await file() });
  const note = 'x'.repeat(3000);
  for (let batch = 0; batch < 20; batch++)
    await send(collector, aBatch(Array.from({ length: 300 }, () => anEvent({ note }))));
  let asked = 0;
  const { portion } = collector.store;
  collector.store.portion = (page) => {
    asked++;
    return portion(page);
  };
  const headers = { Cookie: await inspectorCookie(collector) };
  const request = get(`${collector.url}/inspector/api/export`, { headers });
  atEnd(() => request.destroy());
  const response = await new Promise<NodeJS.ReadableStream & { destroy(): void }>((resolve) =>
    request.on('response', resolve),
  );
  response.pause();
  const askedAfter = async (wait: number) => {
    await new Promise((resolve) => setTimeout(resolve, wait));
    return asked;
  };
  // Until nothing more fits between the two sides, however slow the machine is.
  let before = -1;
  while (before !== asked) before = await askedAfter(500);
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThan(30);
  response.destroy();
  expect(await askedAfter(300)).toBe(before);
});

test('the program answers the inspector beside what it stores, and ends when it is told to', async () => {
  const { endpoint, inspectorUrl, url, kill, ended } = await collectorProcess(['--database', await file()]);
  const body = JSON.stringify(aBatch([anEvent({ object_parameters: { name: 'Termo' } })], { business: 'demo' }));
  await fetch(`${endpoint}?b=demo`, { method: 'POST', body, headers: { Origin: 'http://localhost:1' } });
  const headers = { Authorization: `Bearer ${new URL(inspectorUrl).searchParams.get('token')}` };
  const total = async () =>
    ((await (await fetch(`${url}/inspector/api/events?q=termo`, { headers })).json()) as { total: number }).total;
  await expect.poll(total, { timeout: 10_000 }).toBe(1);
  const figures = await fetch(`${url}/inspector/api/figures`, { headers });
  expect(await figures.json()).toMatchObject({ visitors: 1, carts: 1 });
  kill('SIGTERM');
  expect(await ended).toBe(0);
});
