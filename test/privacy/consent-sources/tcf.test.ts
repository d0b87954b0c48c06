import { beforeEach, describe, expect, it, vi } from 'vitest';
import { tcf } from '../../../src/privacy/consent-sources/tcf.ts';
import { advance, useClock } from '../../support/harness.ts';
import { allows, choice, createCmp, createStub } from './support/fake-cmp.ts';
import { put, recordAnswers } from './support/record-answers.ts';

beforeEach(() => void useClock());

/** A source that listens to this tool. */
const open = (cmp = createCmp()) => {
  put('__tcfapi', cmp.api);
  return { cmp, ...recordAnswers(tcf()) };
};

describe('the answer of the consent tool', () => {
  it.each([
    ['tcloaded', [1, 8], 'granted'],
    ['tcloaded', [1, 2, 8, 10], 'granted'],
    ['tcloaded', [1], 'denied'],
    ['tcloaded', [8], 'denied'],
    ['tcloaded', [], 'denied'],
    ['useractioncomplete', [1, 8], 'granted'],
    ['useractioncomplete', [2, 10], 'denied'],
  ] as const)('the status %s with the purposes %j means %s, at once', (status, purposes, expected) => {
    expect(open(createCmp(choice(status, ...purposes))).answers).toEqual([expected]);
  });

  it('consent is pending while the visitor is asked for the first time', async () => {
    const { cmp, answers } = open(createCmp(choice('cmpuishown')));
    await advance(60_000);
    expect(answers).toEqual(['pending']);
    cmp.set(choice('useractioncomplete', 1, 8));
    expect(answers).toEqual(['pending', 'granted']);
  });

  it('consent stays while the visitor looks at the choice again, and follows the new choice', () => {
    const { cmp, answers } = open(createCmp(choice('tcloaded', 1, 8)));
    cmp.set(choice('cmpuishown', 1, 8));
    expect(answers).toEqual(['granted']);
    cmp.set(choice('useractioncomplete'));
    expect(answers).toEqual(['granted', 'denied']);
  });

  it('consent is granted where the GDPR does not apply', () => {
    expect(open(createCmp({ eventStatus: 'tcloaded', gdprApplies: false })).answers).toEqual(['granted']);
  });

  it('consent is pending again when the tool finds that the GDPR applies and asks', () => {
    const { cmp, answers } = open(createCmp({ ...choice('tcloaded'), gdprApplies: false }));
    cmp.set(choice('cmpuishown'));
    expect(answers).toEqual(['granted', 'pending']);
    cmp.set(choice('useractioncomplete', 1, 8));
    expect(answers).toEqual(['granted', 'pending', 'granted']);
  });

  it.each([undefined, null, 0, 'false'])(
    'consent needs the purposes wherever gdprApplies is not exactly false: %j',
    (said) => {
      const state = { ...choice('tcloaded'), gdprApplies: said };
      expect(open(createCmp(state)).answers).toEqual(['denied']);
    },
  );

  it.each(['stub', 'loading', 'error'])('consent is pending while the tool is in the state "%s"', (cmpStatus) => {
    const { cmp, answers } = open(createCmp({ ...choice('tcloaded', 1, 8), cmpStatus }));
    expect(answers).toEqual(['pending']);
    cmp.set(choice('tcloaded', 1, 8));
    expect(answers).toEqual(['pending', 'granted']);
  });
});

describe('the consent tool', () => {
  it('the consent tool is called only once, to listen for version 2', async () => {
    const { cmp } = open(createCmp(choice('tcloaded', 1, 8)));
    await advance(60_000);
    expect(cmp.calls).toEqual([['addEventListener', 2, undefined]]);
  });

  it('a consent tool that comes late is asked', async () => {
    const { answers } = recordAnswers(tcf());
    await advance(20_000);
    put('__tcfapi', createCmp(choice('tcloaded', 1, 8)).api);
    await advance(300);
    expect(answers).toEqual(['pending', 'granted']);
  });

  it('a consent tool answers the question that its placeholder has kept, and gets no second one', async () => {
    const stub = createStub();
    put('__tcfapi', stub.api);
    const { answers } = recordAnswers(tcf());
    await advance(20_000);
    expect(stub.queue).toHaveLength(1);
    const cmp = createCmp(choice('tcloaded', 1, 8));
    put('__tcfapi', cmp.api);
    stub.replay(cmp.api);
    await advance(60_000);
    expect(answers).toEqual(['pending', 'granted']);
    expect(cmp.listeners.size).toBe(1);
  });

  it('a consent tool is asked again where its placeholder has forgotten the question', async () => {
    put('__tcfapi', createStub().api);
    const { answers } = recordAnswers(tcf());
    await advance(1000);
    put('__tcfapi', createCmp(choice('tcloaded')).api);
    await advance(300);
    expect(answers).toEqual(['pending', 'denied']);
  });

  it('a consent tool that never answers leaves consent pending, and is asked only once', async () => {
    const cmp = createCmp();
    const { answers } = open(cmp);
    await advance(600_000);
    expect(answers).toEqual(['pending']);
    expect(cmp.calls).toHaveLength(1);
  });

  it('a consent tool that throws leaves consent pending, and is asked only once', async () => {
    const api = vi.fn(() => {
      throw new Error('broken');
    });
    put('__tcfapi', api);
    const { answers, stop } = recordAnswers(tcf());
    await advance(600_000);
    expect(answers).toEqual(['pending']);
    expect(api).toHaveBeenCalledTimes(1);
    expect(stop).not.toThrow();
  });

  it.each([
    ['nothing', undefined, true],
    ['null, which is a failure', null, false],
    ['a failure with data', choice('tcloaded', 1, 8), false],
    ['a word', 'tcloaded', true],
    ['no purposes', { eventStatus: 'tcloaded', gdprApplies: true }, true],
    ['purposes of null', { ...choice('tcloaded'), purpose: { consents: null } }, true],
    ['purposes as a word', { ...choice('tcloaded'), purpose: 'all' }, true],
    ['no status', { gdprApplies: true, purpose: allows(1, 8) }, true],
    ['another status', choice('done', 1, 8), true],
    ['a status that is none', { ...choice('tcloaded', 1, 8), eventStatus: { a: 1 } }, true],
  ])('a consent tool that answers garbage leaves consent pending: %s', (_name, data, isGood) => {
    put('__tcfapi', (_command: string, _version: number, callback: (...values: unknown[]) => void) =>
      expect(() => callback(data, isGood)).not.toThrow(),
    );
    expect(recordAnswers(tcf()).answers).toEqual(['pending']);
  });

  it('a purpose that is "yes" instead of true is not allowed', () => {
    const purpose = { consents: { 1: 'yes', 8: 1 } };
    expect(open(createCmp({ ...choice('tcloaded'), purpose })).answers).toEqual(['denied']);
  });

  it.each([['a word'], [{}], [42]])('a value that is no consent tool leaves consent pending: %j', async (value) => {
    put('__tcfapi', value);
    const { answers } = recordAnswers(tcf());
    await advance(1000);
    expect(answers).toEqual(['pending']);
  });
});

it('a choice that changes ten times a second is reported once for each change', () => {
  const { cmp, answers } = open();
  for (let count = 0; count < 1000; count++) cmp.set(choice('useractioncomplete', ...(count % 2 ? [] : [1, 8])));
  cmp.set(choice('useractioncomplete'));
  expect(answers).toHaveLength(1001);
  expect(cmp.listeners.size).toBe(1);
});

describe('a stopped source', () => {
  it('a stopped source removes its listener, reports nothing more and leaves no timer', () => {
    const { cmp, answers, stop } = open(createCmp(choice('tcloaded', 1, 8)));
    stop();
    stop();
    expect(cmp.listeners.size).toBe(0);
    expect(cmp.commands()).toEqual(['addEventListener', 'removeEventListener']);
    cmp.set(choice('useractioncomplete'));
    expect(answers).toEqual(['granted']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('a source that was stopped before the tool came removes its listener at the first answer', () => {
    const stub = createStub();
    put('__tcfapi', stub.api);
    const { answers, stop } = recordAnswers(tcf());
    stop();
    const cmp = createCmp(choice('tcloaded', 1, 8));
    put('__tcfapi', cmp.api);
    stub.replay(cmp.api);
    expect(cmp.listeners.size).toBe(0);
    expect(answers).toEqual(['pending']);
    expect(vi.getTimerCount()).toBe(0);
  });
});
