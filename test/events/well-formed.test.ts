import { beforeEach, expect, it } from 'vitest';
import { advance, KEY, memoryStorage, start, useClock } from '../support/harness.ts';

beforeEach(() => void useClock());

const HALF = '\ud83d';
/** Matches the escape of half a pair, which PostgreSQL refuses; not a backslash that is plain text. */
const LONE = /(?<!\\)(\\\\)*\\ud[89a-f]/i;

it('no text that leaves holds half of a surrogate pair, wherever the shop has put one', async () => {
  document.title = `title ${HALF}`;
  const { tracker, track, bodies } = start({
    transform: (event) => ({ ...event, added: [HALF] }),
  });
  void track('a.one', {
    text: `a${HALF}`,
    [`name${HALF}`]: { deep: [`${HALF}b`, '\udc00'] },
    url: `https://a.example/${HALF}`,
  });
  void tracker.identify(`c-${HALF}`, { name: HALF });
  await advance(3000);
  expect(bodies.length).toBeGreaterThan(0);
  for (const body of bodies) expect(body).not.toMatch(LONE);
  expect(bodies.join()).toContain('"a\ufffd"');
});

it('whole pairs, and backslashes that only look like an escape, leave as they are', async () => {
  const { track, sent } = start();
  const texts = ['🛒', String.raw`C:\ud83d`, String.raw`\\udc00`, 'ñ日本'];
  void track('a.one', { texts });
  await advance(3000);
  expect(sent[0]?.events[0]?.texts).toEqual(texts);
});

it('half a surrogate pair in an event that an earlier version has stored is replaced before the event is sent', async () => {
  const id = '0193b2c4-0000-7000-8000-000000000000';
  const storage = memoryStorage(new Map([[KEY + id, `{"id":"${id}","action":"a.one","text":"x\\ud83d"}`]]));
  const { bodies } = start({}, { storage });
  await advance(120_000);
  expect(bodies.join()).toContain('x\ufffd');
  for (const body of bodies) expect(body).not.toMatch(LONE);
});
