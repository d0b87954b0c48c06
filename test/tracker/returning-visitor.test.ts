import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer } from '../../src/base/env.ts';
import { pages } from '../../src/plugins/pages.ts';
import {
  accepted,
  advance,
  HOME,
  memoryStorage,
  pageTransition,
  start,
  storedIds,
  useClock,
} from '../support/harness.ts';
import { openJar } from '../support/jar.ts';

beforeEach(() => void useClock());

const plugins = [pages()];
const never = () => new Promise<Answer>(() => {});

/** A page that the visitor has seen to its end, and what it leaves in storage. */
const visitFirstPage = async (
  answer: () => Answer | Promise<Answer> = () => accepted,
  visit: (page: ReturnType<typeof start>) => void = () => {},
) => {
  const page = start({ plugins }, { answer });
  await advance(2_000);
  visit(page);
  await advance(2_000);
  page.tracker.stop();
  return (page.env.storage as ReturnType<typeof memoryStorage>).area;
};

/** The next page of that visitor. It notes how often storage was used before the first request. */
const openNextPage = (area: Map<string, string>, answer: () => Answer | Promise<Answer> = never) => {
  const storage = memoryStorage(new Map(area));
  const spies = (['keys', 'get', 'set', 'remove'] as const).map((name) => vi.spyOn(storage, name));
  const uses = () => spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  const usesAtRequest: number[] = [];
  const page = start(
    { plugins },
    {
      storage,
      answer: () => {
        usesAtRequest.push(uses());
        return answer();
      },
    },
  );
  return { ...page, usesAtRequest };
};

describe('page view of a returning visitor', () => {
  it('the page view is sent before storage is used, and stored in the next task', async () => {
    openJar(HOME);
    const { env, sent, usesAtRequest } = openNextPage(await visitFirstPage());
    await vi.waitUntil(() => sent[0], { interval: 1 });
    expect(usesAtRequest).toEqual([0]);
    expect(storedIds(env)).toEqual([]);
    await advance(1);
    expect(storedIds(env)).toEqual(sent[0]?.events.map(({ id }) => id));
  });

  it('the first page view ever is stored before it is sent', async () => {
    openJar(HOME);
    const { env, sent, usesAtRequest } = openNextPage(new Map());
    await vi.waitUntil(() => sent[0], { interval: 1 });
    expect(usesAtRequest[0]).toBeGreaterThan(0);
    expect(storedIds(env)).toHaveLength(1);
  });

  it('a page view that is accepted leaves nothing in storage', async () => {
    openJar(HOME);
    const { env, sent, delivered } = openNextPage(await visitFirstPage(), () => accepted);
    await advance(2_000);
    expect(delivered.map(({ action }) => action)).toEqual(['page.viewed']);
    expect([sent.length, storedIds(env)]).toEqual([1, []]);
  });

  it('a page view that failed is sent again', async () => {
    openJar(HOME);
    let count = 0;
    const answer = (): Answer => (count++ ? accepted : { status: 0, body: null });
    const { sent, delivered } = openNextPage(await visitFirstPage(), answer);
    await advance(60_000);
    expect(sent.map(({ events }) => events[0]?.id)).toEqual([sent[0]?.events[0]?.id, sent[0]?.events[0]?.id]);
    expect(delivered).toHaveLength(1);
  });

  it('a wait that the server has set on an earlier page is kept', async () => {
    openJar(HOME);
    const area = await visitFirstPage(() => ({ status: 503, body: null, retryAfter: 600_000 }));
    const { env, sent } = openNextPage(area);
    await advance(10_000);
    expect(sent).toEqual([]);
    expect(storedIds(env)).toHaveLength(2);
  });

  it('an identification that still waits for its answer counts', async () => {
    openJar(HOME);
    const area = await visitFirstPage(never, ({ tracker }) => void tracker.identify('c-7'));
    const { sent } = openNextPage(area);
    await advance(1_000);
    const view = sent.flatMap(({ events }) => events).find(({ seq, action }) => seq === 1 && action === 'page.viewed');
    expect(view).toMatchObject({ user_parameters: { id: 'c-7' } });
  });

  it('the page view is stored when the page ends before the next task', async () => {
    openJar(HOME);
    const { env, sent } = openNextPage(await visitFirstPage());
    await vi.waitUntil(() => sent[0], { interval: 1 });
    pageTransition('pagehide');
    expect(storedIds(env)).toHaveLength(1);
  });

  it('what is tracked before the next task is stored at once, with the page view', async () => {
    openJar(HOME);
    const { env, sent, track } = openNextPage(await visitFirstPage());
    await vi.waitUntil(() => sent[0], { interval: 1 });
    void track('a.one');
    expect(storedIds(env)).toHaveLength(2);
  });

  it('a call before the page is idle is stored before anything is sent, and shares the request of the page view', async () => {
    openJar(HOME);
    const { env, sent, track } = openNextPage(await visitFirstPage());
    void track('a.one');
    expect(storedIds(env)).toHaveLength(2);
    expect(sent).toEqual([]);
    await advance(500);
    expect(sent.map(({ events }) => events.map(({ action }) => action))).toEqual([['page.viewed', 'a.one']]);
  });

  it('an account reads storage first if only another account of the page has looked there', async () => {
    openJar(HOME);
    const area = await visitFirstPage();
    const { env, sent } = start({ plugins }, { storage: memoryStorage(new Map(area)), answer: never }, 'other-9');
    await vi.waitUntil(() => sent[0], { interval: 1 });
    expect(storedIds(env, 'vitrina:1:other-9:')).toHaveLength(1);
  });

  it('nothing is written after consent was withdrawn before the next task', async () => {
    openJar(HOME);
    const { env, sent, tracker } = openNextPage(await visitFirstPage());
    await vi.waitUntil(() => sent[0], { interval: 1 });
    tracker.consent('denied');
    await advance(5_000);
    expect(storedIds(env)).toEqual([]);
  });
});
