import { beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/base/env.ts';
import {
  accepted,
  actionsOf,
  advance,
  MINUTE,
  noAnswer,
  SECOND,
  silenceConsole,
  start,
  stateOf,
  status,
  storedIds,
  useClock,
} from '../support/harness.ts';

beforeEach(() => void useClock());

const slow = (ms: number) => () => new Promise<Answer>((resolve) => setTimeout(() => resolve(accepted), ms));

describe('response of track', () => {
  it('the response of track is about its own event and always has the same fields', async () => {
    const { track, sent } = start({}, { answer: slow(300) });
    const answer = track('a.one');
    await advance(100);
    expect(await stateOf(answer)).toBe('pending');
    await advance(300);
    expect(await answer).toEqual({
      id: sent[0]?.events[0]?.id,
      succeeded: true,
      failed: false,
      queued: false,
      stored: true,
      status: 200,
      data: null,
      errors: [],
    });
    const refused = await track('nonsense');
    expect(Object.keys(refused).sort()).toEqual(Object.keys(await answer).sort());
  });

  it('the response of track says after three seconds without an answer that the event is queued', async () => {
    const { track, env, delivered } = start({}, { answer: slow(8000) });
    const answer = track('a.one');
    await advance(3 * SECOND - 10);
    expect(await stateOf(answer)).toBe('pending');
    await advance(20);
    const response = await answer;
    expect(response).toMatchObject({ succeeded: false, failed: false, queued: true, stored: true, errors: [] });
    expect(response.id).toBe(storedIds(env)[0]);
    await advance(10 * SECOND);
    expect(delivered).toHaveLength(1);
  });

  it.each([
    ['no network', noAnswer],
    ['a broken server', status(500)],
    ['a wrong address', status(404)],
    ['a server that refuses', status(400)],
    ['an answer that makes no sense', status(NaN, undefined)],
  ])('the promise of track never rejects: %s', async (_name, answer) => {
    silenceConsole();
    const { track } = start({}, { answer: () => answer });
    const response = track('a.one');
    await advance(3 * SECOND);
    expect(await response).toMatchObject({ succeeded: false, queued: true });
  });

  it('each call of track gets its own response if the answer rejects only one event of a batch', async () => {
    const { track } = start(
      {},
      {
        answer: ({ events }) =>
          status(200, { results: [{ id: events[1]?.id, status: 'rejected', errors: [{ type: 'odd' }] }] }),
      },
    );
    const answers = [track('a.one'), track('a.two'), track('a.three')];
    await advance(100);
    const responses = await Promise.all(answers);
    expect(responses.map(({ succeeded }) => succeeded)).toEqual([true, false, true]);
    expect(new Set(responses.map(({ id }) => id)).size).toBe(3);
  });
});

describe('flush', () => {
  it('flush sends the queued events at once and resolves when they are answered', async () => {
    const { tracker, track, sent, env } = start({ flushAfter: MINUTE }, { answer: slow(200) });
    track('a.first');
    await advance(1000);
    track('a.one');
    track('a.two');
    await advance(1000);
    expect(actionsOf(sent)).toEqual(['a.first']);
    const flushed = tracker.flush();
    await advance(100);
    expect(actionsOf(sent)).toEqual(['a.first', 'a.one', 'a.two']);
    expect(await stateOf(flushed.then(() => 'done'))).toBe('pending');
    await advance(200);
    expect(await stateOf(flushed.then(() => 'done'))).toBe('done');
    expect(storedIds(env)).toEqual([]);
  });

  it('flush sends all queued events, however many batches that takes', async () => {
    const { tracker, track, env } = start({ batchSize: 10 });
    for (let index = 0; index < 35; index++) track('a.one');
    void tracker.flush();
    await advance(100);
    expect(storedIds(env)).toEqual([]);
  });

  it('flush also resolves with nothing to send, without a network and after stop', async () => {
    const { tracker, track } = start({}, { answer: () => noAnswer });
    expect(await stateOf(tracker.flush().then(() => 'done'))).toBe('done');
    track('a.one');
    const flushed = tracker.flush().then(() => 'done');
    await advance(100);
    expect(await stateOf(flushed)).toBe('done');
    track('a.two');
    const interrupted = tracker.flush().then(() => 'done');
    tracker.stop();
    expect(await stateOf(interrupted)).toBe('done');
    expect(await stateOf(tracker.flush().then(() => 'done'))).toBe('done');
  });
});

describe('stop', () => {
  it('stop ends every timer and listener, and leaves the queued events to the next page', async () => {
    const { tracker, track, sent, beacons, env } = start({ flushAfter: MINUTE });
    track('a.one');
    await advance(100);
    track('a.two');
    tracker.stop();
    await advance(5 * MINUTE);
    window.dispatchEvent(new Event('online'));
    window.dispatchEvent(new Event('pagehide'));
    await advance(5 * MINUTE);
    expect(actionsOf(sent)).toEqual(['a.one']);
    expect(beacons).toEqual([]);
    expect(storedIds(env)).toHaveLength(1);
  });

  it('stop may be called twice and before any event was tracked', () => {
    const { tracker } = start();
    tracker.stop();
    expect(() => tracker.stop()).not.toThrow();
  });

  it('the answer to a request that was in flight at stop still counts', async () => {
    const { tracker, track, env } = start({}, { answer: slow(500) });
    const answer = track('a.one');
    await advance(100);
    tracker.stop();
    await advance(1000);
    expect(storedIds(env)).toEqual([]);
    expect(await stateOf(answer)).toMatchObject({ succeeded: true });
  });
});
