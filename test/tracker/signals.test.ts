import { beforeEach, describe, expect, it, vi } from 'vitest';
import { advance, silenceConsole, start, status, useClock } from '../support/harness.ts';
import { openPage } from '../support/page.ts';

beforeEach(() => void useClock());

describe('on', () => {
  it('tells of an event that was accepted into the queue, then of its delivery with the answer', async () => {
    const { tracker, track } = start();
    const heard: unknown[] = [];
    tracker.on('event', (event) => heard.push(['event', event.action, event.object]));
    tracker.on('delivered', (event, response) =>
      heard.push(['delivered', event.id === response.id, response.succeeded]),
    );
    void track('a.one', { object: 'x' });
    expect(heard).toEqual([['event', 'a.one', 'x']]);
    await advance(100);
    expect(heard[1]).toEqual(['delivered', true, true]);
  });

  it('tells of a dropped event with its reason and what the endpoint said', async () => {
    const problems = [{ type: 'odd', parameter: 'items', description: 'items is odd' }];
    const { track, dropped } = start(
      {},
      {
        answer: ({ events }) =>
          status(200, { results: events.map(({ id }) => ({ id, status: 'rejected', errors: problems })) }),
      },
    );
    void track('a.one');
    await advance(100);
    expect(dropped).toMatchObject([{ action: 'a.one', reason: 'refused', errors: problems }]);
  });

  it('returns how to stop listening; removeEventListener does the same', async () => {
    const { tracker, track } = start();
    const heard: string[] = [];
    const one = () => heard.push('one');
    const two = () => heard.push('two');
    const stop = tracker.on('event', one);
    tracker.on('event', two);
    void track('a.one');
    stop();
    stop();
    void track('a.two');
    tracker.removeEventListener('event', two);
    void track('a.three');
    expect(heard).toEqual(['one', 'two', 'two']);
  });

  it('does not mind removing what was never added', () => {
    const { tracker } = start();
    expect(() => tracker.removeEventListener('event', () => {})).not.toThrow();
    expect(() => tracker.removeEventListener('nonsense' as never, () => {})).not.toThrow();
  });

  it('refuses a name that is none, in a sentence that lists those there are', () => {
    const { tracker } = start();
    expect(() => tracker.on('session' as never, () => {})).toThrow(TypeError);
    expect(() => tracker.on('session' as never, () => {})).toThrow(/session-set.*dropped/);
    expect(() => tracker.on('constructor' as never, () => {})).toThrow(TypeError);
  });

  it('lets a subscriber that throws harm nobody', async () => {
    const spies = [silenceConsole(), vi.spyOn(console, 'log')];
    const { tracker, track, sent } = start();
    const heard: string[] = [];
    for (const name of ['event', 'delivered', 'session-set'] as const) {
      tracker.on(name, () => {
        throw new Error('broken');
      });
      tracker.on(name, () => heard.push(name));
    }
    const answer = track('a.one');
    await advance(100);
    expect(await answer).toMatchObject({ succeeded: true });
    expect(heard).toEqual(['session-set', 'event', 'delivered']);
    expect(sent).toHaveLength(1);
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  });

  it('gives each subscriber an event of its own: what one changes is not sent', async () => {
    const { tracker, track, sent } = start();
    tracker.on('event', (event) => {
      event.action = 'a.changed';
    });
    void track('a.one');
    await advance(100);
    expect(sent[0]?.events[0]?.action).toBe('a.one');
  });

  it('lets a subscriber track without an end', async () => {
    const { tracker, track, sent } = start();
    let left = 3;
    tracker.on('event', () => left-- > 0 && void track('a.next'));
    void track('a.one');
    await advance(5000);
    expect(sent.flatMap(({ events }) => events)).toHaveLength(4);
  });
});

describe('a late subscriber', () => {
  it('is told the last session, campaign and consent, at once', async () => {
    history.replaceState(null, '', '/?utm_source=mail');
    const { tracker } = start();
    await advance(200);
    const heard: unknown[] = [];
    tracker.on('session-set', (session) => heard.push(session));
    tracker.on('utm-set', ({ source }) => heard.push(source));
    tracker.on('consent-set', (consent) => heard.push(consent));
    expect(heard).toEqual([tracker.session, 'mail', 'granted']);
  });

  it('is not told of old events', async () => {
    const { tracker, track } = start();
    void track('a.one');
    await advance(100);
    const callback = vi.fn();
    tracker.on('event', callback);
    tracker.on('delivered', callback);
    tracker.on('utm-set', callback);
    expect(callback).not.toHaveBeenCalled();
  });

  it('that came before initialize is told as it happens', async () => {
    const { vitrina, initialize } = await openPage();
    const heard: string[] = [];
    vitrina.on('session-set', (session) => heard.push(session));
    expect(heard).toEqual([]);
    void initialize();
    expect(heard).toEqual([vitrina.session]);
  });
});
