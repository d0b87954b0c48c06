// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { generateProtocol } from '../../scripts/generate-protocol.js';
import { business, collectorFor, rawRequest, send, shop } from './support/collector-harness.ts';

const schema = readFileSync('collector/schema/batch.v1.json', 'utf8');
const page = readFileSync('collector/PROTOCOL.md', 'utf8');
const blocks = [...page.matchAll(/```json\n([^]*?)```/g)].map(([, text = '']) => JSON.parse(text) as object);

describe('what is generated from the schema of the batch', () => {
  test('types and tables are what the schema gives; if not, run npm run generate', async () => {
    for (const [file, text] of Object.entries(await generateProtocol())) {
      expect(readFileSync(file, 'utf8'), file).toBe(text);
    }
  }, 60_000);

  test('the collector takes the example of the protocol page and answers as the page says', async () => {
    const [example, answer] = blocks;
    const response = await send(await collectorFor(), example);
    expect([response.status, await response.json()]).toEqual([200, answer]);
  });

  test('a wrong event and a missing origin are answered as the protocol page says', async () => {
    const collector = await collectorFor();
    const [example, , rejection, refusal] = blocks;
    const { events, ...envelope } = example as { events: Record<string, unknown>[] };
    const wrong = { ...envelope, events: [events[0], { ...events[1], action: 'Cart added' }] };
    const refused = await send(collector, wrong, { origin: null });
    expect([refused.status, await refused.json()]).toEqual([403, refusal]);
    const taken = await send(collector, wrong);
    expect([taken.status, await taken.json()]).toEqual([200, rejection]);
  });

  test('the protocol page lists every status code with which the collector refuses a batch', () => {
    const codes = ['http', 'ingest'].flatMap((folder) =>
      readdirSync(`collector/src/${folder}`).flatMap((file) =>
        [...readFileSync(`collector/src/${folder}/${file}`, 'utf8').matchAll(/\brefusal\(\s*(\d{3})/g)].map(
          ([, code]) => code,
        ),
      ),
    );
    expect(codes.length).toBeGreaterThan(10);
    const listed = [...page.matchAll(/^\| (\d{3}) /gm)].map(([, code]) => code);
    // 404 is the answer to other addresses.
    expect(listed).toEqual(expect.arrayContaining([...new Set(codes)].filter((code) => code !== '404')));
  });
});

describe('the schema that the collector serves', () => {
  test('programs of every origin get the schema by which the collector checks', async () => {
    const { url } = await collectorFor();
    const { status, headers, text } = await rawRequest(`${url}/schema/batch.v1.json`, { Origin: shop });
    expect([status, text]).toEqual([200, schema]);
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=300',
    });
    for (const path of [
      '/schema/',
      '/schema/batch.v2.json',
      '/schema/../package.json',
      '/schema/%2e%2e/package.json',
    ]) {
      expect((await rawRequest(url + path)).status, path).toBe(404);
    }
  });

  test('an event of the example without one of the fields that the schema requires is rejected', async () => {
    const collector = await collectorFor();
    const { events, ...envelope } = blocks[0] as { events: Record<string, unknown>[] };
    for (const missing of ['id', 'action', 'tracked_at']) {
      const event = { ...events[0], [missing]: undefined };
      const answer = await (await send(collector, { ...envelope, events: [event] })).json();
      expect(answer).toMatchObject({ results: [{ status: 'rejected', errors: [{ parameter: missing }] }] });
    }
    expect(await collector.store.event(business, String(events[0]?.id))).toBeUndefined();
  });
});
