import { beforeEach, describe, expect, it } from 'vitest';
import {
  accepted,
  actionsOf,
  advance,
  HOUR,
  idsOf,
  memoryStorage,
  MINUTE,
  noAnswer,
  SECOND,
  setVisibility,
  silenceConsole,
  start,
  status,
  storedIds,
  useClock,
} from '../support/harness.ts';
import type { Network } from '../support/harness.ts';

beforeEach(() => void useClock());

const actions = (count: number) => Array.from({ length: count }, (_, index) => `test.number_${index}`);
/** A server that refuses a whole batch because of one event. */
const dislikes =
  (action: string, code: number): Network =>
  ({ events }) =>
    events.some((event) => event.action === action) ? status(code) : accepted;

describe('answer 413', () => {
  it('a batch that is answered with 413 is halved until each part fits, and no event is lost', async () => {
    const { sent, track, env, delivered, dropped } = start(
      {},
      { answer: ({ events }) => (events.length > 3 ? status(413) : accepted) },
    );
    for (const action of actions(16)) track(action);
    await advance(20 * SECOND);
    expect(delivered.map(({ action }) => action)).toEqual(actions(16));
    expect(dropped).toEqual([]);
    expect(storedIds(env)).toEqual([]);
    expect(sent.length).toBeLessThanOrEqual(1 + 2 + 4 + 8);
  });

  it('an event that is answered with 413 on its own is dropped as too_large, and the others are delivered', async () => {
    const { track, env, delivered, dropped } = start({ flushAfter: 100 }, { answer: dislikes('test.number_5', 413) });
    const answers = actions(8).map((action) => track(action));
    await advance(10 * SECOND);
    expect(delivered).toHaveLength(7);
    expect(dropped).toMatchObject([{ action: 'test.number_5', reason: 'too_large' }]);
    expect(await answers[5]).toMatchObject({ failed: true, status: 413, errors: [{ type: 'too_large' }] });
    expect(storedIds(env)).toEqual([]);
  });
});

it.each([413, 400])(
  'an event is kept whose request was answered with %i, after another tab has delivered the other events of the request',
  async (code) => {
    const storage = memoryStorage();
    const first = start({}, { storage, answer: () => noAnswer });
    first.track('a.one');
    first.tracker.stop();
    const { track, sent, env, dropped, delivered } = start(
      {},
      {
        storage,
        answer: async ({ events }, count) => {
          if (count > 1) return accepted;
          await new Promise((resolve) => setTimeout(resolve, 5 * SECOND));
          expect(events).toHaveLength(2);
          return status(code);
        },
      },
    );
    track('a.two');
    setVisibility('hidden');
    // Another tab has delivered the first event.
    const key = env.storage.keys().find((key) => env.storage.get(key)?.includes('"a.one"')) as string;
    env.storage.remove(key);
    track('a.three');
    await advance(MINUTE);
    expect(actionsOf(sent.slice(0, 1))).toContain('a.one');
    expect(dropped).toEqual([]);
    expect(delivered.map(({ action }) => action)).toEqual(['a.three', 'a.two']);
  },
);

describe.each([400, 422])('answer %i without results', (code) => {
  it('the one bad event of a refused batch is found by bisecting and dropped, and all others are delivered', async () => {
    const { sent, track, env, delivered, dropped } = start({}, { answer: dislikes('test.number_11', code) });
    for (const action of actions(20)) track(action);
    await advance(MINUTE);
    expect(delivered).toHaveLength(19);
    expect(dropped).toMatchObject([{ action: 'test.number_11', reason: 'refused' }]);
    expect(storedIds(env)).toEqual([]);
    expect(sent.length).toBeLessThanOrEqual(2 * Math.log2(32) + 2);
  });

  it('the call whose event was refused is answered with the status and a sentence', async () => {
    const { track } = start({ flushAfter: 100 }, { answer: dislikes('bad.event', code) });
    track('good.event');
    const answer = track('bad.event');
    track('good.event');
    await advance(2 * SECOND);
    const response = await answer;
    expect(response).toMatchObject({ succeeded: false, failed: true, queued: false, status: code });
    expect(response.errors[0]).toMatchObject({ type: 'refused', description: expect.stringMatching(/bad\.event/) });
  });

  it('an event that is refused on its own is kept until another event has been accepted', async () => {
    const { track, env, sent, dropped } = start({}, { answer: dislikes('bad.event', code) });
    track('bad.event');
    await advance(SECOND);
    expect(sent).toHaveLength(1);
    await advance(HOUR);
    expect(storedIds(env)).toHaveLength(1);
    expect(dropped).toEqual([]);
    track('good.event');
    await advance(10 * MINUTE);
    expect(dropped).toMatchObject([{ action: 'bad.event', reason: 'refused' }]);
    expect(storedIds(env)).toEqual([]);
  });

  it('an event that is refused on its own is kept if other events were accepted only before the refusal', async () => {
    const { track, env, dropped } = start({}, { answer: dislikes('bad.event', code) });
    track('good.event');
    await advance(2 * SECOND);
    track('bad.event');
    await advance(10 * MINUTE);
    expect(dropped).toEqual([]);
    expect(storedIds(env)).toHaveLength(1);
  });

  it('an event that is refused on its own is kept if the endpoint has only refused the others as well', async () => {
    const { track, dropped } = start(
      {},
      {
        answer: ({ events: [event] }) =>
          event?.action === 'bad.event'
            ? status(code)
            : status(200, { results: [{ id: event?.id, status: 'rejected', errors: [] }] }),
      },
    );
    track('bad.event');
    await advance(2 * SECOND);
    track('worse.event');
    await advance(10 * MINUTE);
    expect(dropped.map(({ action }) => action)).toEqual(['worse.event']);
  });

  it('no event is dropped if the endpoint refuses every request, and it is asked less and less often', async () => {
    let broken = true;
    const { sent, track, env, dropped, delivered } = start({}, { answer: () => (broken ? status(code) : accepted) });
    for (const action of actions(30)) track(action);
    await advance(2 * SECOND);
    // One bisection down to a single event, then a request with one other event, then a wait.
    expect(sent.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(32)) + 2);
    await advance(HOUR);
    expect(sent.length).toBeLessThan(60);
    expect(storedIds(env)).toHaveLength(30);
    expect(dropped).toEqual([]);
    broken = false;
    await advance(HOUR);
    expect(delivered).toHaveLength(30);
    expect(dropped).toEqual([]);
    expect(storedIds(env)).toEqual([]);
  });

  it('a queue of 1,000 events sends few requests to an endpoint that refuses everything', async () => {
    const { sent, track, env, dropped } = start({}, { answer: () => status(code) });
    for (const action of actions(1000)) track(action);
    await advance(3 * SECOND);
    expect(sent.length).toBeLessThanOrEqual(30);
    await advance(HOUR);
    expect(sent.length).toBeLessThan(80);
    expect(storedIds(env)).toHaveLength(1000);
    expect(dropped).toEqual([]);
  });

  it('several bad events of a batch are each found and dropped', async () => {
    const bad = ['test.number_2', 'test.number_3', 'test.number_17'];
    const { track, env, delivered, dropped } = start(
      {},
      { answer: ({ events }) => (events.some(({ action }) => bad.includes(action)) ? status(code) : accepted) },
    );
    for (const action of actions(20)) track(action);
    await advance(10 * MINUTE);
    expect(delivered).toHaveLength(17);
    expect(dropped.map(({ action }) => action).sort()).toEqual([...bad].sort());
    expect(dropped.every(({ reason }) => reason === 'refused')).toBe(true);
    expect(storedIds(env)).toEqual([]);
  });
});

it('a refused event is not reported in the console', async () => {
  const error = silenceConsole();
  const { track } = start({}, { answer: dislikes('bad.event', 400) });
  track('bad.event');
  track('good.event');
  await advance(MINUTE);
  expect(error).not.toHaveBeenCalled();
});

it('the bisection of a refused batch goes on after a network failure', async () => {
  const { sent, track, env, delivered, dropped } = start(
    {},
    { answer: (batch, count) => (count % 3 === 2 ? noAnswer : dislikes('test.number_4', 400)(batch, count)) },
  );
  for (const action of actions(8)) track(action);
  await advance(10 * MINUTE);
  expect(delivered).toHaveLength(7);
  track('good.event');
  await advance(10 * MINUTE);
  expect(dropped.map(({ action }) => action)).toEqual(['test.number_4']);
  expect(storedIds(env)).toEqual([]);
  expect(new Set(idsOf(sent)).size).toBe(9);
});
