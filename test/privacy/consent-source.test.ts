import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Consent, ConsentSource } from '../../src/types/tracker.ts';
import { advance, cookies, setVisibility, start, useClock } from '../support/harness.ts';

beforeEach(() => void useClock());

/** A consent source whose answers the test gives. */
const openSource = (first: Consent = 'pending') => {
  let report: ((answer: Consent) => void) | undefined;
  const stop = vi.fn();
  const source: ConsentSource = (told) => {
    report = told;
    told(first);
    return stop;
  };
  return { source, stop, say: (answer: Consent) => report?.(answer) };
};
const keys = (env: { storage: { keys: () => string[] } }) => env.storage.keys();

describe('consent source', () => {
  it('while the source is pending events stay in memory, and its grant sends them', async () => {
    const { source, say } = openSource();
    const { track, sent, env } = start({ consent: source });
    void track('a.one');
    await advance(5000);
    expect([sent, keys(env), cookies()]).toEqual([[], [], {}]);
    say('granted');
    await advance(2000);
    expect(sent[0]?.events).toMatchObject([{ action: 'a.one' }]);
  });

  it('a grant by the source is stated in the batch', async () => {
    const { source } = openSource('granted');
    const { track, sent } = start({ consent: source });
    void track('a.one');
    await advance(2000);
    expect(sent[0]?.consent).toBe('granted');
  });

  it('an answer by a call is not stored beside a source, which remembers it', async () => {
    const { source } = openSource();
    const { tracker, track, sent } = start({ consent: source });
    void track('a.one');
    tracker.consent('granted');
    await advance(2000);
    expect(sent).toHaveLength(1);
    expect(cookies()).not.toHaveProperty('vitrina_consent');
  });

  it('a withdrawal by the source leaves nothing stored, not even the answer, which the source remembers', async () => {
    const { source, say } = openSource('granted');
    const { tracker, track, env } = start({ consent: source });
    void track('a.one');
    await advance(100);
    say('denied');
    await advance(2000);
    expect([keys(env), cookies(), tracker.session]).toEqual([[], {}, undefined]);
    expect(await track('a.two')).toMatchObject({ failed: true, errors: [{ type: 'consent' }] });
  });

  it('while the source asks again nothing is written or sent, and its next grant sends what waits', async () => {
    const { source, say } = openSource('granted');
    const { track, sent, env } = start({ consent: source });
    void track('a.one');
    await advance(100);
    say('pending');
    const before = [keys(env), document.cookie, sent.length];
    void track('a.two');
    setVisibility('hidden');
    await advance(5000);
    expect([keys(env), document.cookie, sent.length]).toEqual(before);
    setVisibility('visible');
    say('granted');
    await advance(70_000);
    const actions = sent.flatMap(({ events }) => events.map(({ action }) => action));
    expect([...new Set(actions)]).toEqual(['a.one', 'a.two']);
  });

  it('a source that changes its answer ten times a second leaves the last answer in force', async () => {
    const { source, say } = openSource();
    const { tracker, track, env, sent } = start({ consent: source });
    for (let count = 0; count < 60; count++) {
      say((['granted', 'pending', 'denied'] as const)[count % 3] ?? 'denied');
      void track('a.one');
      await advance(100);
    }
    expect([keys(env), cookies(), tracker.session]).toEqual([[], {}, undefined]);
    const before = sent.length;
    await advance(60_000);
    expect(sent).toHaveLength(before);
  });

  it('a source that throws is logged and gives no answer, so no event is sent', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const source = () => {
      throw new Error('no banner');
    };
    const { track, sent } = start({ consent: source as unknown as ConsentSource, debug: true });
    void track('a.one');
    await advance(5000);
    expect(sent).toEqual([]);
    expect(log).toHaveBeenCalled();
  });

  it('the tracker unsubscribes from the source when it stops', () => {
    const { source, stop } = openSource();
    start({ consent: source }).tracker.stop();
    expect(stop).toHaveBeenCalledOnce();
  });
});

describe('consent across tabs', () => {
  const answerElsewhere = async (answer: string) => {
    // The tracker listens to other tabs a moment after the start.
    await advance(300);
    // The cookie may come later than the event.
    window.dispatchEvent(new StorageEvent('storage', { key: 'vitrina_consent~', newValue: answer }));
  };

  it('an answer in another tab holds in this one too, whether it grants or denies', async () => {
    const { track, sent, tracker } = start({ consent: 'pending' });
    void track('a.one');
    await answerElsewhere('granted');
    await advance(2000);
    expect(sent).toHaveLength(1);
    await answerElsewhere('denied');
    expect(tracker.session).toBeUndefined();
  });

  it('a grant in another tab brings the session of that tab, whose cookie comes later', async () => {
    const { track, sent, tracker } = start({ consent: 'pending' });
    void track('a.one');
    await answerElsewhere('granted session-of-the-other');
    await advance(2000);
    expect(sent[0]?.session).toBe('session-of-the-other');
    expect([tracker.session, cookies().vitrina_session]).toEqual(['session-of-the-other', 'session-of-the-other']);
  });

  it('a grant in another tab brings no session to a tab that has one', async () => {
    document.cookie = 'vitrina_session=session-of-the-cookie; path=/';
    const { track, sent } = start({ consent: 'pending' });
    void track('a.one');
    await answerElsewhere('granted session-of-the-other');
    await advance(2000);
    expect(sent[0]?.session).toBe('session-of-the-cookie');
  });

  it('a late grant keeps the campaign that the visitor came with', async () => {
    history.replaceState(null, '', '/?utm_source=mail');
    const { tracker, track, sent } = start({ consent: 'pending' });
    history.pushState(null, '', '/next');
    tracker.consent('granted');
    void track('a.one');
    await advance(2000);
    expect(sent[0]?.events).toMatchObject([{ utm_params: { source: 'mail' } }]);
  });

  it('a grant that another tab writes as this page begins is found soon after', async () => {
    const { track, sent } = start({ consent: 'pending' });
    void track('a.one');
    document.cookie = 'vitrina_consent=granted; path=/';
    await advance(2000);
    expect(sent).toHaveLength(1);
  });

  it('a denial in another tab is found when this tab is shown again', async () => {
    const { tracker, track } = start();
    void track('a.one');
    await advance(2000);
    document.cookie = 'vitrina_consent=denied; path=/';
    setVisibility('visible');
    expect(tracker.session).toBeUndefined();
  });

  it('a grant in another tab does not overrule an option that denies', async () => {
    const { tracker } = start({ consent: 'denied' });
    await answerElsewhere('granted');
    await advance(2000);
    expect([tracker.session, cookies().vitrina_session]).toEqual([undefined, undefined]);
  });

  it('a grant in another tab does not overrule a source that has not answered', async () => {
    const { track, tracker, sent } = start({ consent: () => () => {} });
    void track('a.one');
    await answerElsewhere('granted');
    await advance(2000);
    expect([sent, tracker.session]).toEqual([[], undefined]);
  });

  it('an answer in another tab does not concern a tracker with another cookie prefix', async () => {
    const { tracker } = start({ cookie: { prefix: 'other_' } });
    await advance(2000);
    const { session } = tracker;
    await answerElsewhere('denied');
    expect([tracker.session, cookies().other_session]).toEqual([session, session]);
  });

  it('a grant is announced to other tabs, and the announcement does not stay in storage', () => {
    const { tracker, env } = start({ consent: 'pending' });
    const set = vi.spyOn(env.storage, 'set');
    tracker.consent('granted');
    expect(set).toHaveBeenCalledWith('vitrina_consent~', `granted ${tracker.session}`);
    expect(keys(env)).not.toContain('vitrina_consent~');
  });
});
