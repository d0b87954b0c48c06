import { beforeEach, describe, expect, it, vi } from 'vitest';
import { advance, HOME, start, useClock, visit } from '../support/harness.ts';
import { openPage } from '../support/page.ts';

beforeEach(() => void useClock());

const SESSION = 'abcdefgh12345678';

describe('the session parameter in the address bar', () => {
  it.each([
    [`?vitrina_session=${SESSION}`, ''],
    [`?vitrina_session=${SESSION}#fotos`, '#fotos'],
    [`?a=1&vitrina_session=${SESSION}&b=2`, '?a=1&b=2'],
    [`?q=a+b%20c&vitrina_session=${SESSION}&path=%2Fx%2F&empty=&flag`, '?q=a+b%20c&path=%2Fx%2F&empty=&flag'],
    [`?vitrina_session=${SESSION}&vitrina_session=other-session-1&a=1`, '?a=1'],
    [`?my_vitrina_session=1&vitrina_session=${SESSION}`, '?my_vitrina_session=1'],
    [`?b=ñ&vitrina_session=${SESSION}&c=%F1`, '?b=%C3%B1&c=%F1'],
  ])('the session parameter leaves the address bar, and the rest stays byte by byte: %s', (before, after) => {
    visit(`${HOME}mates/${before}`);
    const { tracker } = start({ linkSessions: 'any' });
    expect(location.href).toBe(`${HOME}mates/${after}`);
    expect(tracker.session).toBe(SESSION);
  });

  it('the state of the router is kept when the session parameter is removed', () => {
    history.replaceState({ key: 'abc', scroll: [0, 120] }, '', `/?vitrina_session=${SESSION}`);
    const length = history.length;
    start();
    expect(history.state).toEqual({ key: 'abc', scroll: [0, 120] });
    expect(history.length).toBe(length);
  });

  it('removing the session parameter causes no page view of its own', async () => {
    visit(`${HOME}?vitrina_session=${SESSION}&q=1`);
    const { initialize, events } = await openPage();
    void initialize();
    await advance(5000);
    expect(events()).toMatchObject([{ action: 'page.viewed', page: { url: `${HOME}?q=1` } }]);
  });

  it('nothing is thrown and no session parameter is sent where the browser refuses to change the address', async () => {
    visit(`${HOME}?vitrina_session=${SESSION}&q=1`);
    const refusal = vi.spyOn(history, 'replaceState').mockImplementation(() => {
      throw new DOMException('no', 'SecurityError');
    });
    const { tracker, track, sent } = start({ linkSessions: 'any' });
    refusal.mockRestore();
    expect(tracker.session).toBe(SESSION);
    void track('a.one');
    await advance(100);
    expect(JSON.stringify(sent[0]?.events[0]?.page)).not.toContain(SESSION);
  });
});

it('an address without the session parameter is left alone', () => {
  visit(`${HOME}?a=%20&b=+#x`);
  const replace = vi.spyOn(history, 'replaceState');
  start();
  expect(replace).not.toHaveBeenCalled();
});
