// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { collectLog } from './support/collect-log.ts';
import { ask, collectorFor, inspectorCookie, rawRequest } from './support/collector-harness.ts';
import { databaseFile } from './support/database-file.ts';
import { collectorProcess } from './support/collector-process.ts';
import { command } from './support/command.ts';
import { freePort } from './support/free-port.ts';
import { sharedPostgres } from './support/shared-postgres.ts';

const postgres = sharedPostgres();

describe('the token of the inspector', () => {
  test('a browser that knew the collector before a restart knows it after it', async () => {
    const database = await databaseFile();
    const port = await freePort();
    const first = await collectorFor({ database, port });
    const Cookie = await inspectorCookie(first);
    await first.close();
    const second = await collectorFor({ database, port });
    expect((await rawRequest(`${second.url}/inspector/api/events`, { Cookie })).status).toBe(200);
    expect([first.isNewToken, second.isNewToken]).toEqual([true, false]);
  });

  test('collectors that start at once on one PostgreSQL database share one token', async () => {
    const database = await postgres.newDatabase();
    // Its tables are made first, as for an update.
    await (await collectorFor({ database, token: 'for-this-start-alone' })).close();
    const collectors = await Promise.all([1, 2, 3].map(() => collectorFor({ database })));
    const tokens = new Set(collectors.map(({ token }) => token));
    expect([...tokens]).toEqual([expect.stringMatching(/^[\w-]{32}$/)]);
    expect(collectors.filter(({ isNewToken }) => isNewToken)).toHaveLength(1);
  });

  test('two databases have two tokens, and a database in memory another one at each start', async () => {
    const databases = [await databaseFile(), await databaseFile(), ':memory:', ':memory:'];
    const tokens = await Promise.all(databases.map(async (database) => (await collectorFor({ database })).token));
    expect(new Set(tokens).size).toBe(4);
  });

  test('the token of the options wins over the kept one and does not replace it', async () => {
    const database = await databaseFile();
    const first = await collectorFor({ database });
    await first.close();
    const second = await collectorFor({ database, token: 'chosen-by-hand' });
    expect(second.token).toBe('chosen-by-hand');
    expect((await ask(second, 'events')).status).toBe(200);
    await second.close();
    expect((await collectorFor({ database })).token).toBe(first.token);
  });

  test('the output of the command has the token at the start that made it and never again', async () => {
    const database = await databaseFile();
    const log: string[] = [];
    for (let start = 0; start < 2; start += 1) {
      const collector = await collectorProcess(['--database', database]);
      collector.kill('SIGTERM');
      await collector.ended;
      const { output, errors } = collector.read();
      log.push(output + errors);
    }
    const token = /\?token=(\S+)/.exec(log[0] ?? '')?.[1] ?? '';
    expect(token).toMatch(/^[\w-]{32}$/);
    expect(log[0]?.split(token)).toHaveLength(2);
    expect(log[1]).toMatch(/^Inspector +http:\/\/127\.0\.0\.1:\d+\/inspector\/$/m);
    expect(log[1]).not.toContain(token);
    expect(await command('token', '--database', database)).toMatchObject({ code: 0, output: `Token  ${token}` });
  });

  test('the command replaces the token, and the old one opens nothing after the next start', async () => {
    const database = await databaseFile();
    const first = await collectorFor({ database });
    await first.close();
    const renewed = await command('token', '--renew', '--database', database);
    const token = /^Token {2}(\S+)$/m.exec(renewed.output)?.[1];
    expect(token).not.toBe(first.token);
    const second = await collectorFor({ database });
    expect(second.token).toBe(token);
    const old = `${second.url}/inspector/?token=${first.token}`;
    expect((await rawRequest(old)).status).toBe(401);
  });

  test('the command says where there is no token yet, and makes no database', async () => {
    const database = await databaseFile();
    const none = await command('token', '--database', database);
    expect([none.code, none.errors]).toEqual([1, expect.stringContaining('There is no database')]);
  });

  test('a collector with a stream whose database is away has a token of its own and says so', async () => {
    const { chooseToken } = await import('../../collector/src/server/choose-token.ts');
    const { StoreUnavailable } = await import('../../collector/src/store/store.ts');
    const { sentences, logger } = collectLog('warn');
    const away = { inspectorToken: () => Promise.reject(new StoreUnavailable('The database cannot be opened.')) };
    const options = { token: 'made-by-chance', database: 'postgres://nowhere/events', logger };
    expect(await chooseToken(away, undefined, options)).toEqual({ token: 'made-by-chance', isNew: true });
    expect(sentences).toEqual([
      "Until its next start this collector has an inspector's token of its own: The database cannot be opened.",
    ]);
  });
});
