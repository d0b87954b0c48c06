// @vitest-environment node
import { expect, test } from 'vitest';
import { aBatch, anEvent, business, collectorFor, inspectorCookie, send } from './support/collector-harness.ts';
import { databaseFile } from './support/database-file.ts';
import { sharedPostgres } from './support/shared-postgres.ts';

const postgres = sharedPostgres();

const places = { 'a file': databaseFile, PostgreSQL: () => postgres.newDatabase() };

/** Texts that mean something to a database, to its searches, or to JavaScript. */
const odd = [
  ...['__proto__', "'; DROP TABLE events; --", '"', '\\', '%', '*', 'NEAR(a b)', "'a':*B & !b", '<->'],
  ...['\u{1F600}', 'e\u0301', '\u202e', ' ', 'x'.repeat(400)],
];

const asked = (text: string): string[] => {
  const given = encodeURIComponent(text);
  return [
    ...['q', 'action', 'business'].map((name) => `events?${name}=${given}`),
    ...[`export?format=csv&q=${given}`, `counts?q=${given}`, `figures?q=${given}`, `figures?user=${given}`],
    ...[`profiles?q=${given}`, `profile?business=${business}&user=${given}&source=${given}`],
    ...[`timeline?business=${business}&user=${given}`, `person?user=${given}`, `refusals?reason=${given}`],
  ];
};

test.each(Object.entries(places))(
  'whatever is asked of the inspector is answered, and what bears an odd name is found by it in %s',
  async (_, place) => {
    const collector = await collectorFor({ database: await place() });
    const events = odd.map((text) =>
      anEvent({ session: text.slice(0, 200), note: text, user_parameters: { id: text, source: text } }),
    );
    expect((await send(collector, aBatch(events))).status).toBe(200);
    const headers = { Cookie: await inspectorCookie(collector) };
    const ask = (path: string, more: RequestInit = {}) =>
      fetch(`${collector.url}/inspector/api/${path}`, {
        ...more,
        headers: { ...headers, ...(more.headers as object) },
      });
    const failed: string[] = [];
    for (const text of odd) {
      const statuses = await Promise.all(
        asked(text).map(async (path) => {
          const response = await ask(path);
          await response.text();
          return [path, response.status] as const;
        }),
      );
      for (const [path, status] of statuses) if (status >= 500) failed.push(`${status} ${path}`);
      const { events: found } = (await (await ask(`events?user=${encodeURIComponent(text)}`)).json()) as {
        events: { event: { note: string } }[];
      };
      if (found.length !== 1 || found[0]?.event.note !== text) failed.push(`not found: ${text}`);
    }
    for (const text of odd) {
      for (const name of ['order', 'user']) {
        const path = `events?${name}=${encodeURIComponent(text)}`;
        const response = await ask(path, { method: 'DELETE', headers: { 'X-Vitrina': 'erase' } });
        if (!response.ok) failed.push(`${response.status} erase ${path}`);
      }
    }
    expect(failed).toEqual([]);
    expect(await collector.store.events()).toEqual([]);
    expect(await collector.store.profiles()).toEqual([]);
  },
);
