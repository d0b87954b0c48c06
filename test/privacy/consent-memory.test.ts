import { beforeEach, describe, expect, it, vi } from 'vitest';
import { advance, cookies, start, useClock } from '../support/harness.ts';
import { openJar } from '../support/jar.ts';
import { openPage } from '../support/page.ts';

beforeEach(() => void useClock());

describe('remembered consent', () => {
  it('a denial is kept in storage where the browser refuses cookies', async () => {
    openJar('http://shop.localhost:3000/', { all: true });
    const { tracker, env } = start();
    tracker.consent('denied');
    tracker.stop();
    const next = start({}, { storage: env.storage });
    expect(await next.track('a.one')).toMatchObject({ failed: true, errors: [{ type: 'consent' }] });
    await advance(10_000);
    expect(next.sent).toEqual([]);
  });

  it('a grant is stated in the batches of this page and of the next', async () => {
    const { tracker, track, sent, env } = start({ consent: 'pending' });
    tracker.consent('granted');
    void track('a.one');
    await advance(2000);
    tracker.stop();
    const next = start({ consent: 'pending' }, { storage: env.storage });
    void next.track('a.two');
    await advance(2000);
    expect([sent[0]?.consent, next.sent[0]?.consent]).toEqual(['granted', 'granted']);
  });

  it.each(['granted', 'denied'] as const)(
    '"%s", said before the start, is remembered for the next page',
    async (answer) => {
      const { vitrina, initialize } = await openPage();
      vitrina.consent(answer);
      void initialize({ consent: 'pending' });
      await advance(2000);
      expect(cookies().vitrina_consent).toBe(answer);
    },
  );

  it('another tab that sees a grant sees the session, too', () => {
    openJar('http://shop.localhost:3000/');
    const { tracker } = start({ consent: 'pending' });
    const { set } = Object.getOwnPropertyDescriptor(document, 'cookie')!;
    const seen: string[] = [];
    vi.spyOn(document, 'cookie', 'set').mockImplementation((cookie) => {
      set!(cookie);
      const { vitrina_consent, vitrina_session } = cookies();
      if (vitrina_consent) seen.push(vitrina_session ?? 'none');
    });
    tracker.consent('granted');
    expect(new Set(seen)).toEqual(new Set([tracker.session]));
  });

  it('no consent is stated in a batch where the visitor was not asked', async () => {
    const { track, sent } = start({ consent: 'granted' });
    void track('a.one');
    await advance(2000);
    expect(sent[0]).not.toHaveProperty('consent');
  });

  it.each(['maybe', '', 'pending', 'undefined'])('a consent cookie with the value "%s" is ignored', async (value) => {
    document.cookie = `vitrina_consent=${value}; path=/`;
    const { tracker, track, sent } = start();
    void track('a.one');
    await advance(2000);
    expect(sent).toHaveLength(1);
    expect(tracker.session).toBeTruthy();
  });

  it('a remembered grant does not overrule an option that denies', async () => {
    const { tracker, env } = start({ consent: 'pending' });
    tracker.consent('granted');
    tracker.stop();
    const next = start({ consent: 'denied' }, { storage: env.storage });
    expect(await next.track('a.one')).toMatchObject({ failed: true });
  });
});
