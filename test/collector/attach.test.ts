// @vitest-environment node
import { describe, expect, test } from 'vitest';
import type { Collector } from '../../collector/src/index.ts';
import { hashKey, makeKey } from '../../collector/src/options/private-key.ts';
import { createServerTracker } from '../../src/server/index.ts';
import { aBatch, anEvent, ask, business, collectorFor, send, shop } from './support/collector-harness.ts';
import { collectLog } from './support/collect-log.ts';
import { sharedPostgres } from './support/shared-postgres.ts';

const postgres = sharedPostgres();

const places = {
  'a file': async () => ':memory:',
  PostgreSQL: () => postgres.newDatabase(),
};

const key = makeKey();
const accounts = { [business]: { name: 'Demo', origins: [shop], keys: [hashKey(key)] } };
const bearer = { Authorization: `Bearer ${key}` };
const session = 'browser-of-c1';
const c1 = { id: 'c-1', source: 'shop' };
const c2 = { id: 'c-2', source: 'shop' };

/** Asks as a server of the shop does. */
async function call(
  { url }: Collector,
  method: string,
  path: string,
  { body, headers = bearer }: { body?: unknown; headers?: Record<string, string> } = {},
) {
  const response = await fetch(`${url}/v1/${path}${path.includes('?') ? '&' : '?'}b=${business}`, {
    ...{ method, headers },
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: JSON.parse(text) as Record<string, unknown> };
}

const attach = (collector: Collector, user: object, named = session) =>
  call(collector, 'PATCH', `sessions/${named}`, { body: { user } });

const notesOf = async (collector: Collector, { id, source }: typeof c1) => {
  const path = `timeline?business=${business}&source=${source}&user=${id}`;
  const { events } = (await (await ask(collector, path)).json()) as { events: { event: { note: number } }[] };
  return events.map(({ event }) => event.note);
};

const now = Date.now() / 1000;
const seen = (note: number, more: object = {}) => anEvent({ session, note, tracked_at: now - 100 + note, ...more });
const by = (user: object) => ({ user_parameters: user });

describe.each(Object.entries(places))('a server of the shop, with the profiles in %s', (_, place) => {
  const start = async () => collectorFor({ database: await place(), businesses: accounts });

  test('attaches a session that is known, once, and the story of the visitor is then that of the user', async () => {
    const collector = await start();
    await send(collector, aBatch([seen(1), seen(2)]));
    expect(await attach(collector, c1)).toMatchObject({ status: 200, body: { session, user: c1, attached: true } });
    expect(await attach(collector, c1)).toMatchObject({ status: 200, body: { session, user: c1, attached: false } });
    await send(collector, aBatch([seen(3)]));
    expect(await notesOf(collector, c1)).toEqual([1, 2, 3]);
  });

  test('attaches a session from which nothing has come yet, and it is remembered until something does', async () => {
    const collector = await start();
    expect(await attach(collector, c1)).toMatchObject({ status: 202, body: { session, user: c1, attached: true } });
    await send(collector, aBatch([seen(1)]));
    expect(await notesOf(collector, c1)).toEqual([1]);
    expect(await attach(collector, c1)).toMatchObject({ status: 200, body: { attached: false } });
  });

  test('attaches a session of every length that events may have, and is told where it is longer', async () => {
    const collector = await start();
    const long = 'ñ/%'.repeat(66).padEnd(200, 'x');
    await send(collector, aBatch([seen(1, { session: long })]));
    expect(await attach(collector, c1, encodeURIComponent(long))).toMatchObject({
      status: 200,
      body: { session: long },
    });
    expect(await notesOf(collector, c1)).toEqual([1]);
    const { status, body } = await attach(collector, c1, 'x'.repeat(201));
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('201 characters')]);
  });

  test('cannot move a session of another user, and is told whose it is', async () => {
    const collector = await start();
    await send(collector, aBatch([seen(1, { action: 'user.identified', ...by(c1) })]));
    const { status, body } = await attach(collector, c2);
    expect([status, body]).toEqual([
      409,
      expect.objectContaining({
        ...{ session, user: c1, attached: false },
        errors: [expect.objectContaining({ type: 'conflict', parameter: 'user' })],
      }),
    ]);
    expect(await notesOf(collector, c1)).toEqual([1]);
    const { conflicts } = (await collector.store.profile({ business, source: 'shop', user_id: 'c-1' }))!;
    expect(conflicts).toMatchObject([{ session, user_id: 'c-2' }]);
  });

  test('ends with another user the time for which an open session belongs to the first', async () => {
    const collector = await start();
    await attach(collector, c1);
    await send(collector, aBatch([seen(1)]));
    expect((await attach(collector, c2)).status).toBe(409);
    await send(collector, aBatch([seen(2, { tracked_at: now + 50 })]));
    expect(await notesOf(collector, c1)).toEqual([1]);
    expect(await notesOf(collector, c2)).toEqual([]);
  });

  test('shows a session as the browser of the user who was named first, whoever is named later', async () => {
    const collector = await start();
    await send(collector, aBatch([seen(1), seen(2, by(c1)), seen(3, by(c2))]));
    const timeline = await (await ask(collector, `timeline?session=${session}`)).json();
    expect(timeline).toMatchObject({ total: 3, person: { business, source: 'shop', user_id: 'c-1' } });
    const { sessions } = (await (await ask(collector, 'sessions')).json()) as { sessions: object[] };
    expect(sessions).toMatchObject([{ session, user_id: 'c-1' }]);
    await send(collector, aBatch([seen(1, { session: 'browser-of-nobody' })]));
    expect(await (await ask(collector, 'timeline?session=browser-of-nobody')).json()).not.toHaveProperty('person');
  });

  test('merges two profiles by a row that can be taken back, and timelines show both as one person', async () => {
    const collector = await start();
    await send(collector, aBatch([seen(1), seen(2, by(c1)), seen(3, { session: 'browser-of-c2', ...by(c2) })]));
    expect(await call(collector, 'POST', 'aliases', { body: { from: c2, to: c1 } })).toMatchObject({
      status: 201,
      body: { from: c2, to: c1, created: true },
    });
    expect(await call(collector, 'POST', 'aliases', { body: { from: c2, to: c1 } })).toMatchObject({
      status: 200,
      body: { created: false },
    });
    for (const user of [c1, c2]) expect(await notesOf(collector, user)).toEqual([1, 2, 3]);
    // Nobody is in conflict with what is the same person.
    await send(collector, aBatch([seen(4, by(c2)), seen(5)]));
    expect((await attach(collector, c2)).status).toBe(200);
    const { aliases, conflicts, profile } = (await collector.store.profile({
      ...{ business, source: 'shop', user_id: 'c-2' },
    }))!;
    expect([aliases.length, conflicts, profile.sessions]).toEqual([1, [], 2]);

    const undone = await call(collector, 'DELETE', 'aliases?user=c-2&source=shop');
    expect(undone).toMatchObject({ status: 200, body: { from: c2, to: c1, removed: true } });
    expect(await notesOf(collector, c2)).toEqual([3, 4]);
    expect((await call(collector, 'DELETE', 'aliases?user=c-2&source=shop')).status).toBe(404);
  });

  test('makes aliases of one level only, and none in a circle', async () => {
    const collector = await start();
    const alias = (from: string, to: string) =>
      call(collector, 'POST', 'aliases', { body: { from: { id: from }, to: { id: to } } });
    expect((await alias('a1', 'b1')).status).toBe(201);
    expect(await alias('a1', 'c1')).toMatchObject({ status: 409, body: { to: { id: 'b1' } } });
    expect(await alias('c1', 'a1')).toMatchObject({ status: 409, body: { errors: [{ parameter: 'to' }] } });
    expect(await alias('b1', 'a1')).toMatchObject({ status: 409 });
    expect(await alias('b1', 'c1')).toMatchObject({ status: 409, body: { errors: [{ parameter: 'from' }] } });
    expect((await alias('c1', 'b1')).status).toBe(201);
    expect((await alias('a1', 'a1')).status).toBe(400);
  });
});

test('the server client attaches a session, and reads whose it is where it is another user’s', async () => {
  const collector = await collectorFor({ businesses: accounts });
  const tracker = createServerTracker(business, { endpoint: collector.endpoint, key });
  expect(await tracker.attach(session, c1)).toMatchObject({ succeeded: true, status: 202, data: { attached: true } });
  await send(collector, aBatch([seen(1)]));
  expect(await tracker.attach(session, c1)).toMatchObject({ succeeded: true, status: 200, data: { attached: false } });
  expect(await tracker.attach(session, c2)).toMatchObject({ failed: true, status: 409, data: { user: c1 } });
  await tracker.close();
});

const mistakes: [string, string, string, unknown, number, string][] = [
  ['no JSON', 'PATCH', `sessions/${session}`, '{', 400, 'body'],
  ['a list', 'PATCH', `sessions/${session}`, [], 400, 'body'],
  ['no user', 'PATCH', `sessions/${session}`, {}, 400, 'user'],
  ['a user that is nobody', 'PATCH', `sessions/${session}`, { user: { id: 'guest' } }, 400, 'user.id'],
  ['a source that is no text', 'PATCH', `sessions/${session}`, { user: { id: 'c-1', source: 7 } }, 400, 'user.source'],
  ['a session with U+0000', 'PATCH', 'sessions/browser%00', { user: c1 }, 400, 'session'],
  ['more than it may', 'PATCH', `sessions/${session}`, { user: c1, note: 'x'.repeat(20_000) }, 413, 'body'],
  ['an alias of nobody', 'POST', 'aliases', { from: { id: 'null' }, to: c1 }, 400, 'from.id'],
  ['an alias to nobody', 'POST', 'aliases', { from: c1 }, 400, 'to'],
  ['an alias of nobody to remove', 'DELETE', 'aliases', undefined, 400, 'user.id'],
];

test.each(mistakes)(
  'a server that sends %s is told what is wrong',
  async (_, method, path, body, status, parameter) => {
    const collector = await collectorFor({ businesses: accounts });
    const answer = await call(collector, method, path, { body });
    expect([answer.status, answer.body]).toMatchObject([status, { errors: [{ parameter }] }]);
    expect(await collector.store.profiles()).toEqual([]);
  },
);

describe('a stranger who knows the public id of the business', () => {
  const attempts: [string, string, unknown][] = [
    ['PATCH', `sessions/${session}`, { user: c2 }],
    ['PATCH', 'sessions/another-browser', { user: c2 }],
    ['POST', 'aliases', { from: c2, to: c1 }],
    ['DELETE', 'aliases?user=c-3&source=shop', undefined],
  ];
  const disguises: [string, Record<string, string>, number][] = [
    ['without a key', {}, 401],
    ['from a page of the shop', { Origin: shop }, 401],
    ['with a key of nobody', { Authorization: `Bearer ${makeKey()}` }, 401],
    ['with the public id as a key', { Authorization: `Bearer ${business}` }, 401],
    ['with the session cookie of the visitor', { Cookie: `vitrina_session=${session}`, Origin: shop }, 401],
    ['with a key in a page', { ...bearer, Origin: shop }, 403],
  ];

  test.each(disguises)('can neither attach nor merge anything %s', async (_, headers, status) => {
    const { sentences, logger } = collectLog('warn');
    const collector = await collectorFor({ businesses: accounts, logger });
    await send(collector, aBatch([seen(1, by(c1))]));
    await call(collector, 'POST', 'aliases', { body: { from: { ...c1, id: 'c-3' }, to: c1 } });
    const before = await collector.store.profile({ business, source: 'shop', user_id: 'c-1' });
    for (const [method, path, body] of attempts) {
      const answer = await call(collector, method, path, { body, headers });
      expect([method, path, answer.status]).toEqual([method, path, status]);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      expect(JSON.stringify(answer.body)).not.toContain('c-1');
    }
    expect(await collector.store.profile({ business, source: 'shop', user_id: 'c-1' })).toEqual(before);
    expect(await collector.store.profiles()).toHaveLength(1);
    expect(sentences.join().includes('take the key out')).toBe(status === 403);
  });

  test('sees and erases nobody, whatever of the inspector is asked for', async () => {
    const collector = await collectorFor({ businesses: accounts });
    await send(collector, aBatch([seen(1, by(c1))]));
    const person = `business=${business}&source=shop&user=c-1`;
    const paths = [
      'profiles',
      `profile?${person}`,
      `timeline?${person}`,
      `person?${person}`,
      `person?session=${session}`,
      `events?session=${session}`,
      `events?${person}`,
    ];
    const strangers = [{}, { Origin: shop }, bearer, { Cookie: `vitrina_session=${session}` }];
    for (const path of paths) {
      for (const headers of strangers) {
        for (const method of ['GET', 'DELETE']) {
          const response = await fetch(`${collector.url}/inspector/api/${path}`, {
            ...{ method, headers: { ...headers, 'X-Vitrina': 'erase' } as Record<string, string> },
          });
          expect([path, method, response.status]).toEqual([path, method, 401]);
          expect(await response.text()).not.toContain('c-1');
        }
      }
    }
    expect(await collector.store.events()).toHaveLength(1);
  });

  test('changes, by identifying as a customer, neither the traits nor the sessions of that customer', async () => {
    const collector = await collectorFor({ businesses: accounts });
    await send(collector, aBatch([seen(1, { action: 'user.identified', ...by(c1), traits: { name: 'Ana' } })]));
    const claim = { session: 'browser-of-stranger', ...by(c1), traits: { name: 'Stranger' } };
    await send(collector, aBatch([seen(2, { action: 'user.identified', ...claim })]));
    const own = seen(3, { action: 'user.identified', ...by(c2), session });
    await send(collector, aBatch([own]));
    const { profile, sessions } = (await collector.store.profile({ business, source: 'shop', user_id: 'c-1' }))!;
    expect(profile.traits).toEqual({});
    expect(sessions.map((one) => [one.session, one.user_id, one.trusted]).sort()).toEqual([
      ['browser-of-c1', 'c-1', false],
      ['browser-of-stranger', 'c-1', false],
    ]);
  });

  test('gets no leave for a preflight of these calls', async () => {
    const { url } = await collectorFor({ businesses: accounts });
    for (const path of [`sessions/${session}`, 'aliases']) {
      const { status, headers } = await fetch(`${url}/v1/${path}?b=${business}`, {
        method: 'OPTIONS',
        headers: { Origin: shop, 'Access-Control-Request-Method': 'PATCH' },
      });
      expect([status, headers.get('access-control-allow-origin')]).toEqual([404, null]);
    }
  });
});

test('a business that is switched off is told so, and an unknown one is refused', async () => {
  const businesses = { [business]: { ...accounts[business]!, off: true } };
  const collector = await collectorFor({ businesses });
  expect(await attach(collector, c1)).toMatchObject({ status: 410, body: { off: true } });
  const response = await fetch(`${collector.url}/v1/sessions/${session}?b=other`, { method: 'PATCH', headers: bearer });
  expect(response.status).toBe(401);
});

test('the inspector answers for people as for sessions, and says what is missing', async () => {
  const collector = await collectorFor({ businesses: accounts });
  await send(collector, aBatch([seen(1, by({ id: 'c-1' }))]));
  const askFor = async (path: string) => {
    const response = await ask(collector, path);
    return { status: response.status, body: (await response.json()) as object };
  };
  expect(await askFor('profiles?q=C-&limit=10')).toMatchObject({
    status: 200,
    body: { profiles: [{ user_id: 'c-1' }] },
  });
  expect(await askFor(`profile?business=${business}&user=c-1`)).toMatchObject({
    body: { profile: { source: '', user_id: 'c-1' }, sessions: [{ session }], aliases: [], conflicts: [] },
  });
  expect((await askFor(`profile?business=${business}&user=c-9`)).status).toBe(404);
  expect(await askFor('profile?user=c-1')).toMatchObject({
    status: 400,
    body: { errors: [{ parameter: 'business' }] },
  });
  expect(await askFor(`timeline?business=${business}&user=c-1`)).toMatchObject({ body: { total: 1, user_id: 'c-1' } });
  expect((await askFor('timeline')).status).toBe(400);
});

test('a profile and a timeline without a source are those of the one platform that knows the id; of several one has to be chosen', async () => {
  const collector = await collectorFor({ businesses: accounts });
  await send(collector, aBatch([seen(1, by(c1))]));
  const answerTo = async (path: string) => {
    const response = await ask(collector, `${path}?business=${business}&user=c-1`);
    return { status: response.status, body: (await response.json()) as object };
  };
  expect(await answerTo('timeline')).toMatchObject({ status: 200, body: { total: 1, source: 'shop' } });
  expect(await answerTo('profile')).toMatchObject({ status: 200, body: { profile: { source: 'shop' } } });
  await send(collector, aBatch([seen(2, { ...by({ ...c1, source: 'market' }), session: 'another-session' })]));
  for (const path of ['timeline', 'profile']) {
    expect(await answerTo(path)).toMatchObject({ status: 409, body: { errors: [{ parameter: 'source' }] } });
    const response = await ask(collector, `${path}?business=${business}&user=c-1&source=`);
    expect(response.status, 'an empty source means users without one').toBe(path === 'profile' ? 404 : 200);
  }
});
