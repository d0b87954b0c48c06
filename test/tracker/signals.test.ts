import { beforeEach, describe, expect, it, vi } from 'vitest';
import { advance, silenceConsole, start, status, useClock } from '../support/harness.ts';
import { openPage } from '../support/page.ts';

beforeEach(() => void useClock());

describe('on', () => {
  it('subscribers hear of an event when it is queued, then of its delivery with the response', async () => {
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

  it('subscribers hear of a dropped event with its reason and the errors of the endpoint', async () => {
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

  it('on returns a function that unsubscribes, and removeEventListener does the same', async () => {
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

  it('removeEventListener throws nothing where the listener was never added', () => {
    const { tracker } = start();
    expect(() => tracker.removeEventListener('event', () => {})).not.toThrow();
    expect(() => tracker.removeEventListener('nonsense' as never, () => {})).not.toThrow();
  });

  it('on refuses an unknown name with an error that lists the known ones', () => {
    const { tracker } = start();
    expect(() => tracker.on('session' as never, () => {})).toThrow(TypeError);
    expect(() => tracker.on('session' as never, () => {})).toThrow(/session-set.*dropped/);
    expect(() => tracker.on('constructor' as never, () => {})).toThrow(TypeError);
  });

  it('a subscriber that throws affects neither the delivery nor other subscribers', async () => {
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

  it('each subscriber gets a copy of the event, so what it changes is not sent', async () => {
    const { tracker, track, sent } = start();
    tracker.on('event', (event) => {
      event.action = 'a.changed';
    });
    void track('a.one');
    await advance(100);
    expect(sent[0]?.events[0]?.action).toBe('a.one');
  });

  it('events that a subscriber tracks itself are sent, and cause no endless loop', async () => {
    const { tracker, track, sent } = start();
    let left = 3;
    tracker.on('event', () => left-- > 0 && void track('a.next'));
    void track('a.one');
    await advance(5000);
    expect(sent.flatMap(({ events }) => events)).toHaveLength(4);
  });
});

describe('a late subscriber', () => {
  it('a late subscriber is called at once with the last session, campaign and consent', async () => {
    history.replaceState(null, '', '/?utm_source=mail');
    const { tracker } = start();
    await advance(200);
    const heard: unknown[] = [];
    tracker.on('session-set', (session) => heard.push(session));
    tracker.on('utm-set', ({ source }) => heard.push(source));
    tracker.on('consent-set', (consent) => heard.push(consent));
    expect(heard).toEqual([tracker.session, 'mail', 'granted']);
  });

  it('a late subscriber does not hear of old events', async () => {
    const { tracker, track } = start();
    void track('a.one');
    await advance(100);
    const callback = vi.fn();
    tracker.on('event', callback);
    tracker.on('delivered', callback);
    tracker.on('utm-set', callback);
    expect(callback).not.toHaveBeenCalled();
  });

  it('a subscriber that was added before initialize hears of the session when it is set', async () => {
    const { vitrina, initialize } = await openPage();
    const heard: string[] = [];
    vitrina.on('session-set', (session) => heard.push(session));
    expect(heard).toEqual([]);
    void initialize();
    expect(heard).toEqual([vitrina.session]);
  });
});
