import { beforeEach, describe, expect, it } from 'vitest';
import { advance, idsOf, MINUTE, silenceConsole, start, status, storedIds, useClock } from '../support/harness.ts';

beforeEach(() => void useClock());

const sendThree = async (answer: Parameters<typeof start>[1]) => {
  const page = start({}, answer);
  const answers = ['a.one', 'a.two', 'a.three'].map((action) => page.track(action));
  await advance(100);
  return { ...page, answers };
};

describe('answer that accepts a batch', () => {
  it.each([
    ['200 with an empty body', status(200)],
    ['204', status(204)],
    ['202 with a JSON object', status(202, { thanks: true })],
    ['201 with an empty list of results', status(201, { results: [] })],
    ['200 with results that are no list', status(200, { results: 'all fine' })],
  ])('a batch that is answered with %s is accepted and leaves the queue', async (_name, answer) => {
    const { env, sent, answers, delivered, dropped } = await sendThree({ answer: () => answer });
    for (const response of await Promise.all(answers)) {
      expect(response).toMatchObject({ succeeded: true, failed: false, queued: false, status: answer.status });
    }
    expect(sent).toHaveLength(1);
    expect(storedIds(env)).toEqual([]);
    expect(delivered.map(({ action }) => action)).toEqual(['a.one', 'a.two', 'a.three']);
    expect(dropped).toEqual([]);
  });

  it('a 200 without a JSON object means a wrong address, so the queue is kept', async () => {
    const error = silenceConsole();
    const { env, sent, dropped } = await sendThree({ answer: () => status(200, undefined) });
    expect(storedIds(env)).toHaveLength(3);
    expect(dropped).toEqual([]);
    await advance(4 * MINUTE);
    expect(sent).toHaveLength(1);
    await advance(2 * MINUTE);
    expect(sent.length).toBeGreaterThan(1);
    expect(error).toHaveBeenCalledTimes(1);
  });
});

describe('results for single events of a batch', () => {
  it('received and duplicate events succeed, and a rejected event fails with the errors of its result', async () => {
    const problems = [{ type: 'parameter_missing', parameter: 'items', description: 'items is missing' }];
    const { env, sent, answers, delivered, dropped } = await sendThree({
      answer: ({ events }) =>
        status(200, {
          results: [
            { id: events[0]?.id, status: 'received' },
            { id: events[1]?.id, status: 'duplicate' },
            { id: events[2]?.id, status: 'rejected', errors: problems },
          ],
        }),
    });
    const [received, duplicate, rejected] = await Promise.all(answers);
    expect(received).toMatchObject({ succeeded: true, failed: false, errors: [], data: { status: 'received' } });
    expect(duplicate).toMatchObject({ succeeded: true, failed: false, errors: [], data: { status: 'duplicate' } });
    expect(rejected).toMatchObject({ succeeded: false, failed: true, errors: problems, status: 200 });
    expect(delivered.map(({ action }) => action)).toEqual(['a.one', 'a.two']);
    expect(dropped).toEqual([{ id: idsOf(sent)[2], action: 'a.three', reason: 'refused', errors: problems }]);
    expect(storedIds(env)).toEqual([]);
    await advance(10 * MINUTE);
    expect(sent).toHaveLength(1);
  });

  it('an event without a result counts as received', async () => {
    const { env, answers, dropped } = await sendThree({
      answer: ({ events }) => status(200, { results: [{ id: events[1]?.id, status: 'rejected' }] }),
    });
    const responses = await Promise.all(answers);
    expect(responses.map(({ succeeded }) => succeeded)).toEqual([true, false, true]);
    expect(responses[1]?.errors[0]?.description).toBeTruthy();
    expect(dropped.map(({ action }) => action)).toEqual(['a.two']);
    expect(storedIds(env)).toEqual([]);
  });

  it('invalid results and results for unknown ids are ignored', async () => {
    const { env, answers, dropped } = await sendThree({
      answer: ({ events }) =>
        status(200, {
          results: [
            { id: 'somebody-else', status: 'rejected' },
            null,
            7,
            ['rejected'],
            { status: 'rejected' },
            { id: events[0]?.id, status: 'accepted in part' },
          ],
        }),
    });
    expect((await Promise.all(answers)).map(({ succeeded }) => succeeded)).toEqual([true, true, true]);
    expect(dropped).toEqual([]);
    expect(storedIds(env)).toEqual([]);
  });

  it('an event whose result has errors that are not a list fails with a sentence of our own', async () => {
    const { answers } = await sendThree({
      answer: ({ events }) =>
        status(200, { results: events.map(({ id }) => ({ id, status: 'rejected', errors: 'bad' })) }),
    });
    for (const { failed, errors } of await Promise.all(answers)) {
      expect(failed).toBe(true);
      expect(errors[0]?.description).toMatch(/refused/);
    }
  });

  it.each([400, 422])('the results of a %i count like those of a 200', async (code) => {
    const { env, sent, answers } = await sendThree({
      answer: ({ events }) =>
        status(code, {
          results: events.map(({ id }, index) => ({ id, status: index === 1 ? 'rejected' : 'received' })),
        }),
    });
    const responses = await Promise.all(answers);
    expect(responses.map(({ succeeded, failed }) => [succeeded, failed])).toEqual([
      [true, false],
      [false, true],
      [true, false],
    ]);
    expect(sent).toHaveLength(1);
    expect(storedIds(env)).toEqual([]);
  });

  it('the next batch waits as long as the answer to an accepted batch asks for', async () => {
    const page = start({}, { answer: (_batch, count) => status(200, count === 1 ? { retry_after: 90 } : null) });
    page.track('a.one');
    await advance(100);
    page.track('a.two');
    await advance(80_000);
    expect(page.sent).toHaveLength(1);
    await advance(15_000);
    expect(page.sent).toHaveLength(2);
  });
});
