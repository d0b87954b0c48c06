import fc from 'fast-check';
import { business, shop } from '../support/collector-harness.ts';
import { anyBody, type Body, goodBody } from './bodies.ts';

export interface FuzzRequest {
  method: string;
  /** The target as it stands in the first line of the request. */
  target: string;
  headers: [name: string, value: string][];
  body?: Body;
  /** The connection is cut after this part of the body. */
  cutAt?: number;
}

/** Stands for the cookie that opens the inspector; the sender puts in the real one. */
export const inspectorCookie = '$inspector';

const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
const endpoint = `/v1/events?b=${business}`;
const contentType = ['Content-Type', 'text/plain;charset=UTF-8'] as [string, string];
const origin = ['Origin', shop] as [string, string];

/** What may stand in a first line or in a header; a line break would begin another request. */
const line = fc
  .string({ unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 60 })
  .map((text) => text.replace(/[\r\n]/g, ''));
const word = line.map((text) => text.replace(/ /g, '+'));

const oddValue = fc.oneof(
  line,
  fc.constantFrom(
    '',
    '0',
    '-1',
    '1e999',
    'null',
    '*',
    'a'.repeat(7000),
    'https://shop.example:99999',
    '☃',
    'http://[::1',
  ),
);
const oddHeader: fc.Arbitrary<[string, string]> = fc.tuple(
  fc.constantFrom(
    ...['Origin', 'Content-Type', 'Cookie', 'X-Forwarded-For', 'Forwarded', 'Accept', 'Accept-Encoding', 'User-Agent'],
    ...['Sec-Fetch-Site', 'Referer', 'Last-Event-ID', 'If-None-Match', 'Range', 'Authorization', 'X-Vitrina', 'Expect'],
    ...['Content-Encoding', 'Upgrade', 'X-Odd', 'Access-Control-Request-Method', 'Accept-Version', 'Sec-GPC', 'Via'],
  ),
  oddValue,
);

const percents = ['%00', '%', '%ff', '%ED%A0%80', '%2e%2e%2f', '%5c', '%25', '%zz', '+', '%F0%9F%98%80', '%27--'];
const queryValue = fc.oneof(
  word.map(encodeURIComponent),
  fc.constantFrom(
    ...percents,
    '',
    '0',
    '-1',
    '1',
    '500',
    '1e3',
    '9007199254740991',
    '9007199254740993',
    'NaN',
    'cart.added',
  ),
  fc.constantFrom(business, 'a'.repeat(5000), '__proto__', 'constructor', 'a-session'),
);
const queryName = fc.constantFrom(
  ...['b', 'limit', 'before', 'after', 'business', 'session', 'action', 'minutes', 'buckets', 'token', 'user'],
  ...['__proto__', 'id', '%00', '%', '[]', 'b[]', 'limit[a]'],
);
const query = fc
  .array(fc.tuple(queryName, queryValue), { maxLength: 4 })
  .map((pairs) => (pairs.length === 0 ? '' : `?${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`));

const oddPath = fc.oneof(
  fc.constantFrom(
    '/',
    '//',
    '/*',
    '*',
    '/..',
    '/../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/\\',
    '/%',
    '/%00',
    '/.',
  ),
  fc.constantFrom(
    'http://[::1/',
    'http://a:99999/inspector/',
    'http://a:99999/x',
    'foo:bar',
    'http://',
    '/vitrina.js/',
    '?',
  ),
  fc.constantFrom(
    '/vitrina.js%00',
    '/..%2fpackage.json',
    '/main.ts',
    `/${'a'.repeat(9000)}`,
    `/${'../'.repeat(500)}`,
    '///a:b@c',
  ),
  word.map((text) => `/${text}`),
);
const route = fc.constantFrom(
  ...['/', '/v1/events', '/v1/events/', '/V1/EVENTS', '/healthz', '/readyz', '/metrics', '/faults', '/vitrina.js'],
  ...['/vitrina.js.map', '/vitrina.storefront.js', '/inspector', '/inspector/', '/inspector/main.js', '/inspector/api'],
  ...['/inspector/api/events', '/inspector/api/actions', '/inspector/api/sessions', '/inspector/api/timeline'],
  ...['/inspector/api/counts', '/inspector/api/stream', '/inspector/css/base.css', '/inspector/../main.js'],
);
const eventPath = fc
  .tuple(queryValue, queryValue)
  .map(([one, other]) => `/inspector/api/events/${one.slice(0, 90)}/${other.slice(0, 90)}`);

const method = fc.oneof(
  often(5, fc.constant('GET')),
  often(
    4,
    fc.constantFrom('POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE', 'QUERY', 'FOO'),
  ),
);

/** Requests of all kinds to all routes, as somebody who may open the inspector and as somebody who may not. */
const anyRoute: fc.Arbitrary<FuzzRequest> = fc
  .record({
    method,
    path: fc.oneof(often(6, route), often(2, eventPath), often(2, oddPath)),
    query,
    headers: fc.array(oddHeader, { maxLength: 2 }),
    isHolder: fc.boolean(),
    body: fc.option(anyBody, { nil: undefined, freq: 2 }),
  })
  .map(({ path, query, isHolder, headers, ...rest }) => ({
    ...rest,
    target: path + query,
    headers: isHolder ? [...headers, ['Cookie', inspectorCookie] as [string, string]] : headers,
  }));

/** Questions that the inspector's page may ask, with odd values. */
const inspection: fc.Arbitrary<FuzzRequest> = fc
  .record({
    path: fc.oneof(
      often(
        3,
        route.filter((path) => path.startsWith('/inspector/api/')),
      ),
      often(1, eventPath),
    ),
    query,
  })
  .map(({ path, query }) => ({ method: 'GET', target: path + query, headers: [['Cookie', inspectorCookie]] }));

/** Erasures of sessions and users that nobody has, so that the events of the others stay. */
const erasure: fc.Arbitrary<FuzzRequest> = fc
  .tuple(fc.constantFrom('session', 'user'), fc.constantFrom(...percents), queryValue)
  .map(([name, odd, value]) => ({
    method: 'DELETE',
    target: `/inspector/api/events?${name}=nobody${odd}&business=${value}`,
    headers: [
      ['Cookie', inspectorCookie],
      ['X-Vitrina', 'erase'],
    ],
  }));

const batch: fc.Arbitrary<FuzzRequest> = anyBody.map((body) => ({
  method: 'POST',
  target: endpoint,
  headers: [origin, contentType],
  body,
}));

const oddlySent: fc.Arbitrary<FuzzRequest> = fc
  .record({
    target: fc.oneof(
      often(3, fc.constant(endpoint)),
      often(
        1,
        query.map((text) => `/v1/events${text}`),
      ),
      often(
        1,
        query.map((text) => `${endpoint}&${text.slice(1)}`),
      ),
    ),
    headers: fc.array(oddHeader, { maxLength: 4 }),
    body: fc.oneof(goodBody, anyBody),
    cutAt: fc.oneof(often(5, fc.constant(undefined)), often(1, fc.double({ min: 0, max: 1, noNaN: true }))),
  })
  .map(({ headers, ...rest }) => ({ method: 'POST', headers: [origin, ...headers], ...rest }));

export const anyRequest: fc.Arbitrary<FuzzRequest> = fc.oneof(
  often(10, batch),
  often(4, oddlySent),
  often(3, anyRoute),
  often(2, inspection),
  often(1, erasure),
);
