// @vitest-environment node

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { CLIENTS } from '../../bench/peers/clients/index.js';
import { countEvents, meanShare } from '../../bench/peers/count.js';
import { listWhatOthersDoBetter } from '../../bench/peers/report/ahead.js';
import { colourOf, drawBars, drawFields, lengthOf, toPercent } from '../../bench/peers/report/charts.js';
import { toCell } from '../../bench/peers/report/tables.js';
import { replacePart } from '../../bench/peers/report/write-report.js';

type Name = keyof typeof CLIENTS;

const received = (path: string, body: string | Buffer, method = 'POST') => ({
  method,
  url: new URL(path, 'http://127.0.0.1:4000'),
  body: Buffer.from(body),
});

const properties = { metadata: { n: 7 } };
const selfDescribing = JSON.stringify({
  schema: 'iglu:com.snowplowanalytics.snowplow/unstruct_event/jsonschema/1-0-0',
  data: { schema: 'iglu:com.example/product_added/jsonschema/1-0-0', data: properties },
});
const posthogEvent = { uuid: 'a', event: 'product_added', properties };
const form = (data: string) => new URLSearchParams({ data }).toString();
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
const mixpanelEvent = { event: 'Product Added', properties: { $insert_id: 'a', ...properties } };

describe('requests of each client', () => {
  it.each<[what: string, client: Name, path: string, body: string | Buffer, name: string]>([
    [
      'a batch of Vitrina',
      'vitrina',
      '/v1/events?b=xy76ks',
      JSON.stringify({ context: { action: 'cart.added' }, events: [{ id: 'a', ...properties }] }),
      'cart.added',
    ],
    [
      'a track call of Segment',
      'segment',
      '/v1/t',
      JSON.stringify({ messageId: 'a', type: 'track', event: 'Product Added', properties }),
      'Product Added',
    ],
    [
      'a batch of Segment',
      'segment',
      '/v1/b',
      JSON.stringify({ batch: [{ messageId: 'a', type: 'track', event: 'Product Added', properties }] }),
      'Product Added',
    ],
    [
      'a compressed batch of PostHog',
      'posthog',
      '/i/v0/e/?compression=gzip-js',
      gzipSync(JSON.stringify([posthogEvent])),
      'product_added',
    ],
    ['a beacon of PostHog', 'posthog', '/e/?compression=base64', form(base64(posthogEvent)), 'product_added'],
    ['plain JSON of PostHog', 'posthog', '/e/', JSON.stringify(posthogEvent), 'product_added'],
    [
      'a self-describing event of Snowplow in base64',
      'snowplow',
      '/com.snowplowanalytics.snowplow/tp2',
      JSON.stringify({ data: [{ e: 'ue', eid: 'a', ue_px: Buffer.from(selfDescribing).toString('base64url') }] }),
      'iglu:com.example/product_added/jsonschema/1-0-0',
    ],
    [
      'a self-describing event of Snowplow as text',
      'snowplow',
      '/com.snowplowanalytics.snowplow/tp2',
      JSON.stringify({ data: [{ e: 'ue', eid: 'a', ue_pr: selfDescribing }] }),
      'iglu:com.example/product_added/jsonschema/1-0-0',
    ],
    ['a batch of Mixpanel', 'mixpanel', '/track/?verbose=1', form(JSON.stringify([mixpanelEvent])), 'Product Added'],
    ['one event of Mixpanel in base64', 'mixpanel', '/track/', form(base64(mixpanelEvent)), 'Product Added'],
    [
      'an upload of Amplitude',
      'amplitude',
      '/2/httpapi',
      JSON.stringify({ events: [{ insert_id: 'a', event_type: 'Product Added', event_properties: properties }] }),
      'Product Added',
    ],
    [
      'a track call of RudderStack',
      'rudderstack',
      '/v1/track',
      JSON.stringify({ messageId: 'a', type: 'track', event: 'Product Added', properties }),
      'Product Added',
    ],
    [
      'a batch of RudderStack by a beacon',
      'rudderstack',
      '/beacon/v1/batch?writeKey=peers',
      JSON.stringify({ batch: [{ messageId: 'a', type: 'track', event: 'Product Added', properties }] }),
      'Product Added',
    ],
  ])('%s is read as its event', (_what, client, path, body, name) => {
    expect(CLIENTS[client].decode(received(path, body))).toEqual([{ id: 'a', name, metadata: { n: 7 } }]);
  });

  it('an event of Plausible has no id', () => {
    const body = JSON.stringify({ n: 'Product Added', u: 'http://www.shop.localhost/', p: JSON.stringify(properties) });
    const [event] = CLIENTS.plausible.decode(received('/api/event', body)) ?? [];
    expect(event).toEqual({ name: 'Product Added', metadata: { n: 7 } });
    expect(event).not.toHaveProperty('id');
  });

  it('requests for settings are answered and carry no events', () => {
    for (const [client, path] of [
      ['segment', '/v1/projects/peersWriteKey/settings'],
      ['posthog', '/array/phc_peers/config.js'],
      ['amplitude', '/config/peersapikey?config_group=browser'],
      ['rudderstack', '/sourceConfig/?p=npm'],
    ] as const) {
      const request = received(path, '', 'GET');
      expect(CLIENTS[client].decode(request), client).toBeUndefined();
      expect(CLIENTS[client].settings?.(request)?.body, client).not.toBe('');
      expect(CLIENTS[client].settings?.(received('/elsewhere', '', 'GET')), client).toBeUndefined();
    }
  });

  it('Segment is told to send its events to the server that has answered', () => {
    const answer = CLIENTS.segment.settings?.(received('/v1/projects/peersWriteKey/settings', '', 'GET'));
    expect(JSON.parse(answer?.body ?? '').integrations['Segment.io']).toMatchObject({
      apiHost: '127.0.0.1:4000/v1',
      protocol: 'http',
    });
  });
});

describe('counting', () => {
  const event = (n: number | undefined, id?: string) => ({ id, name: 'test', metadata: n === undefined ? {} : { n } });

  it('an event counts as delivered once, as repeated with the same id, and as doubled with another or none', () => {
    const taken = [
      event(0, 'a'),
      event(0, 'a'),
      event(1, 'b'),
      event(1, 'c'),
      event(2),
      event(2),
      event(undefined, 'd'),
    ];
    expect(countEvents(taken, 5)).toEqual({ expected: 5, delivered: 3, lost: 2, repeated: 1, doubled: 2 });
  });

  it('the mean of scenarios does not give more weight to the one with more events', () => {
    const flood = countEvents([], 2_000);
    const all = countEvents([event(0, 'a')], 1);
    expect(meanShare([flood, all])).toBe(0.5);
  });

  it('a cell of the table says what came twice', () => {
    expect(toCell(countEvents([event(0, 'a'), event(1), event(1)], 2))).toBe('**2**, 1 doubled');
    expect(toCell(countEvents([event(0, 'a'), event(0, 'a')], 2))).toBe('1 of 2, 1 repeated');
    expect(toCell(undefined)).toBe('');
  });
});

describe('where others are ahead', () => {
  const size = (brotli: number) => ({ version: '1.0.0', minified: 0, gzip: 0, brotli });
  const results = { at: '2026-11-30', browser: 'Chrome/156', cores: 2 };
  const count = (delivered: number, repeated = 0) => ({
    expected: 10,
    delivered,
    lost: 10 - delivered,
    repeated,
    doubled: 0,
  });

  it('every client with a lower figure than Vitrina is named, and no other', () => {
    const sizes = { vitrina: size(16), segment: size(30), snowplow: size(15), plausible: size(1) };
    expect(listWhatOthersDoBetter({ ...results, sizes })).toBe('- is smaller (brotli): Snowplow and Plausible.');
    expect(listWhatOthersDoBetter({ ...results, sizes: { vitrina: size(1), segment: size(1) } })).toMatch(
      /^In nothing/,
    );
  });

  it('a client that loses fewer events is named, and one that repeats fewer only if it has lost none', () => {
    const sizes = { vitrina: size(1), segment: size(2), mixpanel: size(3) };
    const lost = { offline: { vitrina: count(8), segment: count(10), mixpanel: count(7) } };
    expect(listWhatOthersDoBetter({ ...results, sizes, counts: lost })).toBe(
      '- loses fewer events in "Offline, then closed": Segment.',
    );
    const repeated = { reset: { vitrina: count(10, 4), segment: count(10, 1), mixpanel: count(2) } };
    expect(listWhatOthersDoBetter({ ...results, sizes, counts: repeated })).toBe(
      '- sends fewer events again in "Reset after the server has stored": Segment.',
    );
  });
});

describe('pictures', () => {
  it('the largest bar fills the room, the others are in proportion, and less than nothing is nothing', () => {
    expect([100, 25, 0, -3].map((value) => lengthOf(value, 100, 400))).toEqual([400, 100, 0, 0]);
    expect(lengthOf(0, 0, 400)).toBe(0);
  });

  it('only all is 100 %, and only nothing 0 %', () => {
    expect([0, 0.001, 0.5, 0.9995, 1].map(toPercent)).toEqual(['0 %', '1 %', '50 %', '99 %', '100 %']);
    expect(new Set([0, 0.2, 0.6, 1].map((share) => colourOf(share).ground)).size).toBe(4);
  });

  it('each picture is written with its figures as text, and what a page could take for markup is escaped', () => {
    const bars = drawBars('A & B', [{ label: '<b>', values: [10, 5], isOurs: true }], {
      toText: (value) => `${value} ms`,
    });
    expect(bars).toContain('<title>A &amp; B</title>');
    expect(bars).toContain('>&lt;b&gt;</text>');
    expect(bars).toContain('>10 ms</text>');
    const fields = drawFields('Delivered', ['Vitrina', 'Segment'], [{ label: 'Offline', shares: [1, undefined] }]);
    expect(fields.match(/100 %/g)).toHaveLength(1);
    for (const svg of [bars, fields]) expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"[^]*<\/svg>\n$/);
  });
});

describe('the page of the comparison', () => {
  it('a part is replaced between its lines, again and again, and a page without them is refused', () => {
    const page =
      'Before\n\n<!-- begin sizes: written by npm run bench:peers -->\n\nold\n\n<!-- end sizes -->\n\nAfter\n';
    const once = replacePart(page, 'sizes', 'new');
    expect(once).toBe(page.replace('old', 'new'));
    expect(replacePart(once, 'sizes', 'new')).toBe(once);
    expect(() => replacePart('Nothing', 'sizes', 'new')).toThrow('docs/compared.md has no lines');
  });

  it('the lock file of the clients has the hash of each package and names no host, so that any registry can give them', () => {
    const lock = readFileSync('bench/peers/package-lock.json', 'utf8');
    const { packages } = JSON.parse(lock) as { packages: Record<string, { integrity?: string }> };
    const hashes = Object.entries(packages).flatMap(([path, { integrity }]) => (path === '' ? [] : [integrity]));
    expect(hashes.length).toBeGreaterThan(20);
    for (const hash of hashes) expect(hash).toMatch(/^sha512-/);
    expect([...lock.matchAll(/"resolved": .*/g)].map(String)).toEqual([]);
  });
});
