import { beforeEach, describe, expect, it, vi } from 'vitest';
import { pages } from '../../src/plugins/pages.ts';
import type { TrackedEvent } from '../../src/types/event.ts';
import { advance, HOME, memoryStorage, pageTransition, start, storedIds, useClock, visit } from '../support/harness.ts';
import { openJar } from '../support/jar.ts';

beforeEach(() => void useClock());

/** Storage that counts how often it is asked for anything. */
const countedStorage = () => {
  const storage = memoryStorage();
  const spies = (['keys', 'get', 'set', 'remove'] as const).map((name) => vi.spyOn(storage, name));
  return { ...storage, uses: () => spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0) };
};

const plugins = [pages()];

describe('the time before the first frame', () => {
  it('before the first frame no cookie is read or written, no storage is touched and nothing is sent', async () => {
    const jar = openJar(HOME);
    const storage = countedStorage();
    const { sent } = start({ plugins }, { storage });
    expect([jar.looks(), jar.writes, storage.uses(), sent]).toEqual([0, [], 0, []]);
    await advance(2000);
    expect(jar.get('vitrina_session')).toBeTruthy();
    expect(sent.flatMap(({ events }) => events)).toMatchObject([{ action: 'page.viewed' }]);
  });

  it('the session is stored soon after the start where nothing is observed', async () => {
    const jar = openJar(HOME);
    start();
    await advance(200);
    expect(jar.get('vitrina_session')).toBeTruthy();
  });

  /** Runs the first of both tasks. */
  const startFirstTask = (options = {}) => {
    const jar = openJar(HOME);
    let idle = () => {};
    vi.stubGlobal('requestIdleCallback', (task: () => void) => (idle = task));
    const { tracker, env, sent } = start({ plugins, ...options });
    const events: TrackedEvent[] = [];
    tracker.on('event', (event) => events.push(event));
    idle();
    return { jar, tracker, env, sent, events };
  };

  it('the cookies are written in one task and the page view is told in the next, so that no task is long', async () => {
    const { jar, events } = startFirstTask();
    expect(jar.get('vitrina_session')).toBeTruthy();
    expect(events).toEqual([]);
    await advance(2);
    expect(events).toMatchObject([{ action: 'page.viewed' }]);
  });

  it('an answer that is taken back between both tasks leaves nothing to tell, to store or to write', async () => {
    let say = (_: 'granted' | 'pending') => {};
    const { jar, env, sent, events } = startFirstTask({
      consent: (tell: typeof say) => void ((say = tell), tell('granted')),
    });
    say('pending');
    const writes = jar.writes.length;
    await advance(5000);
    expect([events, storedIds(env), sent, jar.writes.slice(writes)]).toEqual([[], [], [], []]);
  });

  it('a page of the app that begins between both tasks keeps the time for its title', async () => {
    document.title = 'Home';
    const { events } = startFirstTask();
    history.pushState(null, '', '/next');
    await advance(20);
    document.title = 'Next';
    await advance(3000);
    expect(events.map(({ page }) => (page as { title?: string }).title)).toEqual(['Home', 'Next']);
  });

  it('the page view of a hidden tab, which has no frames, is stored in the task after 200 ms', async () => {
    vi.stubGlobal('requestAnimationFrame', () => 1);
    const { env } = start({ plugins });
    await advance(201);
    expect(storedIds(env)).toHaveLength(1);
  });

  it('an event tracked before the first frame is stored at once, behind the page view that came before', async () => {
    const { track, env, sent } = start({ plugins });
    void track('a.one');
    expect(storedIds(env)).toHaveLength(2);
    await advance(2000);
    expect(sent[0]?.events).toMatchObject([
      { action: 'page.viewed', seq: 1 },
      { action: 'a.one', seq: 2 },
    ]);
  });

  it('the session can be read before the first frame', () => {
    const { tracker } = start({ plugins });
    expect(tracker.session).toMatch(/^[\w-]{8,64}$/);
  });

  it('a page view has the address and the campaign of the start, whatever a router does to them', async () => {
    visit(`${HOME}?utm_source=mail#/landing`);
    const { sent } = start({ plugins: [pages({ search: false })] });
    history.replaceState(null, '', '/?clean');
    await advance(2000);
    expect(sent[0]?.events).toMatchObject([
      { page: { url: `${HOME}?utm_source=mail#/landing` }, utm_params: { source: 'mail' } },
    ]);
  });

  it('a page that ends before the first frame stores its page view and sends it by beacon', () => {
    const { env, beacons } = start({ plugins });
    pageTransition('pagehide');
    expect(storedIds(env)).toHaveLength(1);
    expect(beacons[0]?.events).toMatchObject([{ action: 'page.viewed' }]);
  });

  it('nothing is observed of a visitor who denied on an earlier page', async () => {
    const jar = openJar(HOME);
    jar.values.set('vitrina_consent', 'denied');
    const { tracker, env, sent } = start({ plugins });
    pageTransition('pagehide');
    await advance(2000);
    history.pushState(null, '', '/next');
    await advance(2000);
    expect([sent, storedIds(env), tracker.session]).toEqual([[], [], undefined]);
    expect([...jar.values.keys()]).toEqual(['vitrina_consent']);
  });

  it('an event tracked before the first frame fails where the visitor has denied', async () => {
    openJar(HOME).values.set('vitrina_consent', 'denied');
    const { tracker, track, sent } = start({ plugins, consent: 'pending' });
    const early = track('a.early');
    tracker.consent('denied');
    expect(await early).toMatchObject({ failed: true, errors: [{ type: 'consent' }] });
    await advance(2000);
    expect(sent).toEqual([]);
  });

  it('an event that a subscriber tracks as soon as it hears of the session is sent', async () => {
    const { tracker, track, sent } = start({ plugins });
    tracker.on('session-set', () => void track('a.known'));
    await advance(2000);
    const actions = sent.flatMap(({ events }) => events.map(({ action }) => action));
    expect(actions.sort()).toEqual(['a.known', 'page.viewed']);
  });

  it('a tracker that is stopped before the first frame has stored its page view', () => {
    const { tracker, env } = start({ plugins });
    tracker.stop();
    expect(storedIds(env)).toHaveLength(1);
  });
});
