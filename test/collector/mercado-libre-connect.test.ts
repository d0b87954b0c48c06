// @vitest-environment node
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, test, vi } from 'vitest';
import { createVault } from '../../collector/src/connections/vault.ts';
import { startCollector } from '../../collector/src/index.ts';
import { ask, business, collectorFor, rawRequest, shop } from './support/collector-harness.ts';
import { collectLog } from './support/collect-log.ts';
import {
  actionsIn,
  beginConnecting,
  comeBack,
  connect,
  connectedCollector,
  connectionsTo,
  key,
  notificationsPath,
  notify,
  play,
  type Playing,
  processFor,
  settled,
  shownConnections,
  startFor,
  told,
} from './support/connected-collector.ts';
import { databaseFile } from './support/database-file.ts';
import { aNotification, application, seller } from './support/mercado-libre.ts';

const minute = 60_000;
const hour = 60 * minute;
const account = { kind: 'mercadolibre', account: String(seller) };

const order = (id: number) => ({
  ...{
    id,
    status: 'paid',
    date_closed: new Date().toISOString(),
    last_updated: new Date().toISOString(),
    payments: [],
  },
  ...{ total_amount: 1, currency_id: 'UYU', buyer: { id: 55 }, seller: { id: seller }, order_items: [] },
});

async function started(options?: Parameters<typeof startFor>[1]) {
  const playing = await play();
  return { ...playing, collector: await startFor(playing, options) };
}

describe('connecting an account', () => {
  test('leads to Mercado Libre and back, and the inspector shows the account', async () => {
    const { played, clock, collector } = await started();
    const address = new URL(await beginConnecting(collector));
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      ...{ response_type: 'code', client_id: application.clientId, code_challenge_method: 'S256' },
      redirect_uri: 'https://events.shop.example/connections/mercado-libre/callback',
    });
    const { status } = await comeBack(collector, played.giveLeave(address.href));
    expect(status).toBe(200);
    expect(await shownConnections(collector)).toMatchObject({
      connections: [{ ...account, business, state: 'connected', problem: null, last_notified_at: null, waiting: 0 }],
      platforms: [
        {
          ...{ kind: 'mercadolibre', name: 'Mercado Libre', connect: '/inspector/connections/mercado-libre/start' },
          notifications_to_enter: expect.stringMatching(
            /^https:\/\/events\.shop\.example\/connections\/mercado-libre\/notifications\/[\w-]{20,}$/,
          ),
        },
      ],
    });
    expect((await shownConnections(collector, '?business=other')).connections).toEqual([]);
    expect((await collector.store.connection(account))?.expires_at).toBeGreaterThan(clock.now() + 5 * hour);
  });

  test('ends with a page that runs nothing, and that tells its address to nobody', async () => {
    const { played, collector } = await started();
    const { headers, text } = await comeBack(collector, played.giveLeave(await beginConnecting(collector)));
    expect(text).toMatch(/<h1>Connected<\/h1>\s+<p>The account \d+ is connected\.<\/p>/);
    expect(Object.fromEntries(headers)).toMatchObject({
      ...{ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
      'content-security-policy': expect.stringMatching(/^default-src 'none'; img-src data:; style-src 'sha256-/),
    });
    expect(text).not.toMatch(/<script|src=|href="(?!data:,)/);
  });

  test('begins only with the inspector’s token', async () => {
    const { collector } = await started();
    const path = '/inspector/connections/mercado-libre/start?business=xy76ks';
    expect((await rawRequest(collector.url + path)).status).toBe(401);
    const proxied = { 'X-Forwarded-For': '203.0.113.7', Authorization: `Bearer ${collector.token}` };
    expect((await rawRequest(collector.url + path, proxied)).status).toBe(403);
  });

  test('needs a business that there is, and a platform with its options', async () => {
    const { collector } = await started();
    const begin = async (path: string) =>
      (
        await rawRequest(`${collector.url}/inspector/connections/${path}`, {
          Authorization: `Bearer ${collector.token}`,
        })
      ).status;
    expect(await begin('mercado-libre/start?business=other')).toBe(400);
    expect(await begin('mercado-libre/start')).toBe(303);
    expect(await begin('nowhere/start')).toBe(404);
    const without = await collectorFor();
    const answer = await rawRequest(`${without.url}/connections/mercado-libre/callback?code=1&state=2`);
    expect([answer.status, await shownConnections(without)]).toEqual([404, { connections: [], platforms: [] }]);
  });

  test('is over after one return, after an hour, and with a state or a code of somebody else', async () => {
    const { played, clock, collector } = await started();
    const back = async (address: string) => (await comeBack(collector, address)).status;
    const once = played.giveLeave(await beginConnecting(collector));
    expect([await back(once), await back(once)]).toEqual([200, 400]);
    const late = played.giveLeave(await beginConnecting(collector));
    clock.move(hour);
    expect(await back(late)).toBe(400);
    expect(await back(played.giveLeave(await beginConnecting(collector)).replace(/state=[^&]+/, 'state=guessed'))).toBe(
      400,
    );
    // The code belongs to another attempt, whose verifier this one does not have.
    const [mine, other] = [await beginConnecting(collector), await beginConnecting(collector)].map(played.giveLeave);
    const stolen = new URL(mine ?? '');
    stolen.searchParams.set('code', new URL(other ?? '').searchParams.get('code') ?? '');
    expect(await back(stolen.href)).toBe(400);
    const { text } = await comeBack(
      collector,
      (await beginConnecting(collector)).replace(
        /.*state=([^&]+).*/,
        'http://x/connections/mercado-libre/callback?error=access_denied&state=$1',
      ),
    );
    expect(text).toContain('has not given the leave');
    expect(played.pairs()).toBe(1);
  });

  test('of an account that another business has is refused', async () => {
    const other = { [business]: { name: 'Demo', origins: [shop] }, other: { name: 'Other', origins: [shop] } };
    const { played, collector } = await started({ businesses: other });
    await connect(collector, { played } as Playing);
    const { status, text } = await comeBack(
      collector,
      played.giveLeave(await beginConnecting(collector, '?business=other')),
    );
    expect([status, text]).toEqual([400, expect.stringContaining('another business')]);
  });

  test('stores tokens that nobody can read, and logs none', async () => {
    const database = await databaseFile();
    const { sentences, logger } = collectLog('info');
    const playing = await play();
    const collector = await connectedCollector(playing, { database, logger });
    playing.clock.move(7 * hour);
    playing.played.plant({ on: 'POST /oauth/token', status: 500 });
    await notify(collector, '/orders/1');
    await vi.waitFor(async () => expect((await shownConnections(collector)).connections[0]?.problem).toContain('500'));
    await collector.close();
    expect(await readFile(database, 'latin1')).not.toMatch(/APP_USR|TG-/);
    expect(sentences.join('\n')).not.toMatch(/APP_USR|TG-|the-secret/);
  });

  test('can be undone: nothing more is fetched, told or noted, and another account can come', async () => {
    const { played, clock, collector } = await started();
    await connect(collector, { played, clock });
    const disconnect = async (more: object = {}, headers: Record<string, string> = { 'X-Vitrina': 'disconnect' }) => {
      const body = JSON.stringify({ business, ...account, ...more });
      return (await ask(collector, 'connections/disconnect', { method: 'POST', headers, body })).status;
    };
    expect(await disconnect({}, {})).toBe(403);
    expect([await disconnect({ account: '7' }), await disconnect({ account: 7 })]).toEqual([404, 400]);
    expect([await disconnect(), await disconnect()]).toEqual([200, 404]);
    const asked = played.requests.length;
    expect(await notify(collector, '/orders/1')).toBe(200);
    clock.move(2 * hour);
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(played.requests.length).toBe(asked);
    expect((await shownConnections(collector)).connections).toEqual([]);
    await connect(collector, { played, clock });
  });
});

test('of a business that is switched off nothing is fetched, and all is told once it is on again', async () => {
  const playing = await play();
  const collector = await connectedCollector(playing);
  const connections = connectionsTo(playing.played);
  const businesses = (off: boolean) => ({ [business]: { name: 'Demo', origins: [shop], off } });
  collector.reload({ businesses: businesses(true), connections });
  playing.played.orders.set('1', order(1));
  await notify(collector, '/orders/1');
  await vi.waitFor(async () => {
    const shown = (await shownConnections(collector)).connections;
    expect(shown).toMatchObject([{ waiting: 1, problem: expect.stringContaining('is switched off') as string }]);
  });
  expect(playing.played.asked('/orders/1')).toBe(0);
  collector.reload({ businesses: businesses(false), connections });
  playing.clock.move(2 * minute);
  await settled(collector);
  expect(await actionsIn(collector)).toEqual(['order.confirmed']);
});

describe('renewing tokens', () => {
  test('happens shortly before their end, once for all who need one, and with the newest token each time', async () => {
    const playing = await play();
    const { played, clock } = playing;
    const collector = await connectedCollector(playing);
    for (let id = 1; id <= 6; id++) played.orders.set(String(id), order(id));
    for (const step of [1, 2, 3]) {
      clock.move(5 * hour + 55 * minute);
      await told(collector, ...[1, 2].map((id) => `/orders/${2 * step - 2 + id}`));
      expect(played.pairs()).toBe(1 + step);
    }
    expect(await actionsIn(collector)).toHaveLength(6);
  });

  test('is one process’s, of two on one database', async () => {
    const database = await databaseFile();
    const playing = await play();
    const { played, clock } = playing;
    const first = await connectedCollector(playing, { database });
    const second = await startFor(playing, { database });
    for (let id = 1; id <= 6; id++) played.orders.set(String(id), order(id));
    clock.move(7 * hour);
    await Promise.all([1, 2, 3, 4, 5, 6].map((id) => notify(id % 2 ? first : second, `/orders/${id}`)));
    await settled(first);
    expect(played.pairs()).toBe(2);
    expect((await first.store.events()).length).toBe(6);
  });

  test('that fails for a while is tried again, and nothing is lost', async () => {
    const playing = await play();
    const { played, clock } = playing;
    const collector = await connectedCollector(playing);
    played.orders.set('1', order(1));
    clock.move(7 * hour);
    played.plant({ on: 'POST /oauth/token', status: 503 }, { on: 'POST /oauth/token', status: 429 });
    await notify(collector, '/orders/1');
    for (let step = 0; step < 3; step++) {
      await vi.waitFor(async () => expect((await collector.store.connection(account))?.problem).not.toBeNull());
      clock.move(10 * minute);
    }
    await settled(collector);
    expect([await actionsIn(collector), played.pairs()]).toEqual([['order.confirmed'], 2]);
  });

  test('that is refused asks to connect again; what came meanwhile is told afterwards', async () => {
    const playing = await play();
    const { played, clock } = playing;
    const collector = await connectedCollector(playing);
    played.orders.set('1', order(1));
    played.revoke('all');
    clock.move(hour);
    await notify(collector, '/orders/1');
    await vi.waitFor(async () => {
      const { connections } = await shownConnections(collector);
      const problem = expect.stringContaining('connect the account again') as string;
      expect(connections).toMatchObject([{ state: 'reconnect', problem, waiting: 1 }]);
    });
    expect((await collector.store.connection(account))?.tokens).toBeNull();
    const asked = played.asked('oauth/token');
    clock.move(24 * hour);
    expect(await notify(collector, '/orders/1')).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(played.asked('oauth/token')).toBe(asked);
    await connect(collector, playing);
    expect(await actionsIn(collector)).toEqual(['order.confirmed']);
    expect((await shownConnections(collector)).connections).toMatchObject([{ state: 'connected', problem: null }]);
  });

  test('marks that it has begun before it asks, so that a process that is killed in between is found', async () => {
    const playing = await play();
    const { played, clock } = playing;
    const { database, process } = await processFor(playing);
    played.setLifetime(1);
    // The platform takes the refresh token, and its answer comes to nobody.
    played.plant({ on: 'POST /oauth/token' }, { on: 'POST /oauth/token', hangs: true, afterwards: true });
    expect((await comeBack(process, played.giveLeave(await beginConnecting(process)))).status).toBe(200);
    await vi.waitFor(() => expect(played.pairs()).toBe(2), { timeout: 10_000 });
    process.kill('SIGKILL');
    await process.ended;
    const next = await startFor(playing, { database });
    clock.move(2 * minute);
    await vi.waitFor(
      async () => {
        const { connections } = await shownConnections(next);
        const problem = expect.stringContaining('were lost') as string;
        expect(connections).toMatchObject([{ state: 'reconnect', problem }]);
      },
      { timeout: 10_000 },
    );
  });

  test('that was begun and never reached the platform goes on with the same token', async () => {
    const database = await databaseFile();
    const playing = await play();
    const { played, clock } = playing;
    const first = await connectedCollector(playing, { database });
    const { refreshed_at } = (await first.store.connection(account))!;
    clock.move(7 * hour);
    await first.store.claimRefresh({ ...account, refreshed_at }, clock.now(), clock.now() + minute);
    played.orders.set('1', order(1));
    await notify(first, '/orders/1');
    clock.move(2 * minute);
    await settled(first);
    expect([await actionsIn(first), played.pairs()]).toEqual([['order.confirmed'], 2]);
  });

  test('is waited for when the collector is closed, because its answer is the only copy', async () => {
    const database = await databaseFile();
    const playing = await play();
    const { played, clock } = playing;
    const first = await connectedCollector(playing, { database });
    clock.move(7 * hour);
    played.plant({ on: 'POST /oauth/token', meanwhile: () => new Promise((resolve) => setTimeout(resolve, 500)) });
    await notify(first, '/orders/1');
    await vi.waitFor(() => expect(played.asked('oauth/token')).toBe(2));
    await first.close();
    played.orders.set('1', order(1));
    const second = await startFor(playing, { database });
    clock.move(minute);
    await vi.waitFor(async () => expect(await actionsIn(second)).toEqual(['order.confirmed']), { timeout: 10_000 });
    expect(played.pairs()).toBe(2);
  });

  test('is not tried with tokens that another key has encrypted, which stay', async () => {
    const database = await databaseFile();
    const playing = await play();
    const first = await connectedCollector(playing, { database });
    await first.close();
    const wrong = { ...connectionsTo(playing.played), key: randomBytes(32).toString('base64') };
    const second = await startFor(playing, { database, connections: wrong });
    await vi.waitFor(async () => {
      const { connections } = await shownConnections(second);
      expect(connections).toMatchObject([{ problem: expect.stringContaining('another key') as string }]);
    });
    await second.close();
    playing.played.orders.set('1', order(1));
    const third = await startFor(playing, { database });
    playing.clock.move(10 * minute);
    await told(third, '/orders/1');
    expect(await actionsIn(third)).toEqual(['order.confirmed']);
  });
});

describe('a notification', () => {
  const post = async (address: string, body: string) => (await fetch(address, { method: 'POST', body })).status;

  test('is taken at an address that nobody can guess, and that does not change', async () => {
    const { played, collector } = await started();
    const path = await notificationsPath(collector);
    expect(path).toMatch(/^\/connections\/mercado-libre\/notifications\/[\w-]{43}$/);
    const body = JSON.stringify(aNotification('/orders/1'));
    expect(await post(`${collector.url}${path.slice(0, -1)}`, body)).toBe(404);
    expect(await post(`${collector.url}${path}`, body)).toBe(200);
    const again = await startFor({ played, clock: { now: Date.now, move: () => {} } });
    expect(await notificationsPath(again)).toBe(path);
  });

  test.each([
    ['for another application', aNotification('/orders/1', { application_id: 7 }), 403],
    ['without an application', aNotification('/orders/1', { application_id: undefined }), 403],
    ['of an account that is not connected', aNotification('/orders/1', { user_id: 7 }), 200],
    ['about an item', aNotification('/items/MLU1'), 200],
    ['about a path that is none of ours', aNotification('/orders/1/../../users/me'), 200],
  ])('%s leads to nothing', async (_, notification, status) => {
    const playing = await play();
    const collector = await connectedCollector(playing);
    const asked = playing.played.requests.length;
    const address = collector.url + (await notificationsPath(collector));
    expect(await post(address, JSON.stringify(notification))).toBe(status);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([playing.played.requests.length, (await shownConnections(collector)).connections[0]?.waiting]).toEqual([
      asked,
      0,
    ]);
  });

  test('that is no JSON or too long is refused', async () => {
    const { collector } = await started();
    const address = collector.url + (await notificationsPath(collector));
    expect(await post(address, '{"resource"')).toBe(400);
    expect(await post(address, JSON.stringify({ note: 'x'.repeat(70_000) }))).toBe(413);
  });

  test('that is made to be hard to read holds up nothing', { timeout: 10_000 }, async () => {
    const { collector } = await started();
    const address = collector.url + (await notificationsPath(collector));
    // Each quote could begin a text that never ends.
    const body = `{"resource":"${'\\"'.repeat(31_000)}`;
    for (let time = 0; time < 8; time++) expect(await post(address, body)).toBe(400);
  });

  test('that cannot be stored is not acknowledged, so that it comes again', async () => {
    const playing = await play();
    const collector = await connectedCollector(playing);
    const address = collector.url + (await notificationsPath(collector));
    await collector.store.close();
    expect(await post(address, JSON.stringify(aNotification('/orders/1')))).toBe(503);
  });
});

test('what is sealed opens for the same, unchanged and with the same key, and is never sealed alike', () => {
  const vault = createVault(Buffer.alloc(32, 1));
  const sealed = vault.seal('a token', ['tokens', '468']);
  expect(vault.open(sealed, ['tokens', '468'])).toBe('a token');
  const changed = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA');
  const opened = [
    vault.open(sealed, ['tokens', '469']),
    vault.open(changed, ['tokens', '468']),
    vault.open('', ['tokens', '468']),
    createVault(Buffer.alloc(32, 2)).open(sealed, ['tokens', '468']),
  ];
  expect(opened).toEqual([undefined, undefined, undefined, undefined]);
  expect(vault.seal('a token', ['tokens', '468'])).not.toBe(sealed);
});

describe('the options of connections', () => {
  const mercadoLibre = { ...application, redirect: 'https://events.shop.example/callback', site: 'MLU' };
  test.each([
    ['without a key', { mercadoLibre }, 'connections.key is undefined; give 32 bytes'],
    ['with a short key, which is not shown', { key: 'c2hvcnQ=', mercadoLibre }, 'connections.key is "…"'],
    [
      'with an unknown country',
      { key, mercadoLibre: { ...mercadoLibre, site: 'MLX' } },
      'site is "MLX"; give the country',
    ],
    ['without a secret', { key, mercadoLibre: { ...mercadoLibre, clientSecret: '' } }, 'VITRINA_MERCADO_LIBRE_SECRET'],
    [
      'with an address that is not encrypted',
      { key, mercadoLibre: { ...mercadoLibre, api: 'http://api.example' } },
      'api is "http://api.example"',
    ],
    ['with something unknown', { key, mercadoLibre: { ...mercadoLibre, secret: 'x' } as never }, 'known are clientId'],
  ])('%s are explained', async (_, connections, sentence) => {
    await expect(startCollector({ connections })).rejects.toThrow(sentence);
  });
});
