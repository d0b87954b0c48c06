import { beforeEach, describe, expect, it, vi } from 'vitest';
import { tcf } from '../../../src/privacy/consent-sources/tcf.ts';
import { advance, useClock } from '../../support/harness.ts';
import { allows, choice, createCmp, createStub } from './support/fake-cmp.ts';
import { hear, put } from './support/heard.ts';

beforeEach(() => void useClock());

/** A source that listens to this tool. */
const open = (cmp = createCmp()) => {
  put('__tcfapi', cmp.api);
  return { cmp, ...hear(tcf()) };
};

describe('the answer', () => {
  it.each([
    ['tcloaded', [1, 8], 'granted'],
    ['tcloaded', [1, 2, 8, 10], 'granted'],
    ['tcloaded', [1], 'denied'],
    ['tcloaded', [8], 'denied'],
    ['tcloaded', [], 'denied'],
    ['useractioncomplete', [1, 8], 'granted'],
    ['useractioncomplete', [2, 10], 'denied'],
  ] as const)('at %s with the purposes %j is %s, at once', (status, purposes, expected) => {
    expect(open(createCmp(choice(status, ...purposes))).answers).toEqual([expected]);
  });

  it('is pending while the visitor is asked for the first time', async () => {
    const { cmp, answers } = open(createCmp(choice('cmpuishown')));
    await advance(60_000);
    expect(answers).toEqual(['pending']);
    cmp.set(choice('useractioncomplete', 1, 8));
    expect(answers).toEqual(['pending', 'granted']);
  });

  it('stays while the visitor looks at the choice again, and follows the new one', () => {
    const { cmp, answers } = open(createCmp(choice('tcloaded', 1, 8)));
    cmp.set(choice('cmpuishown', 1, 8));
    expect(answers).toEqual(['granted']);
    cmp.set(choice('useractioncomplete'));
    expect(answers).toEqual(['granted', 'denied']);
  });

  it('is granted where the GDPR does not apply', () => {
    expect(open(createCmp({ eventStatus: 'tcloaded', gdprApplies: false })).answers).toEqual(['granted']);
  });

  it('is pending again where the tool finds out that the GDPR applies and asks', () => {
    const { cmp, answers } = open(createCmp({ ...choice('tcloaded'), gdprApplies: false }));
    cmp.set(choice('cmpuishown'));
    expect(answers).toEqual(['granted', 'pending']);
    cmp.set(choice('useractioncomplete', 1, 8));
    expect(answers).toEqual(['granted', 'pending', 'granted']);
  });

  it.each([undefined, null, 0, 'false'])(
    'needs the purposes where it is not said that the GDPR does not apply: %j',
    (said) => {
      const state = { ...choice('tcloaded'), gdprApplies: said };
      expect(open(createCmp(state)).answers).toEqual(['denied']);
    },
  );

  it.each(['stub', 'loading', 'error'])('is pending while the tool is in the state "%s"', (cmpStatus) => {
    const { cmp, answers } = open(createCmp({ ...choice('tcloaded', 1, 8), cmpStatus }));
    expect(answers).toEqual(['pending']);
    cmp.set(choice('tcloaded', 1, 8));
    expect(answers).toEqual(['pending', 'granted']);
  });
});

describe('the tool', () => {
  it('is asked once, for version 2, and nothing else is asked of it', async () => {
    const { cmp } = open(createCmp(choice('tcloaded', 1, 8)));
    await advance(60_000);
    expect(cmp.calls).toEqual([['addEventListener', 2, undefined]]);
  });

  it('may come late', async () => {
    const { answers } = hear(tcf());
    await advance(20_000);
    put('__tcfapi', createCmp(choice('tcloaded', 1, 8)).api);
    await advance(300);
    expect(answers).toEqual(['pending', 'granted']);
  });

  it('may have a place-holder, which keeps the question', async () => {
    const stub = createStub();
    put('__tcfapi', stub.api);
    const { answers } = hear(tcf());
    await advance(20_000);
    expect(stub.queue).toHaveLength(1);
    const cmp = createCmp(choice('tcloaded', 1, 8));
    put('__tcfapi', cmp.api);
    stub.replay(cmp.api);
    await advance(60_000);
    expect(answers).toEqual(['pending', 'granted']);
    expect(cmp.listeners.size).toBe(1);
  });

  it('may have a place-holder that forgets the question', async () => {
    put('__tcfapi', createStub().api);
    const { answers } = hear(tcf());
    await advance(1000);
    put('__tcfapi', createCmp(choice('tcloaded')).api);
    await advance(300);
    expect(answers).toEqual(['pending', 'denied']);
  });

  it('that never answers leaves the answer pending, and is not asked over and over', async () => {
    const cmp = createCmp();
    const { answers } = open(cmp);
    await advance(600_000);
    expect(answers).toEqual(['pending']);
    expect(cmp.calls).toHaveLength(1);
  });

  it('that throws leaves the answer pending, and is not asked over and over', async () => {
    const api = vi.fn(() => {
      throw new Error('broken');
    });
    put('__tcfapi', api);
    const { answers, stop } = hear(tcf());
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
  ])('that answers garbage leaves the answer pending: %s', (_name, data, isGood) => {
    put('__tcfapi', (_command: string, _version: number, callback: (...values: unknown[]) => void) =>
      expect(() => callback(data, isGood)).not.toThrow(),
    );
    expect(hear(tcf()).answers).toEqual(['pending']);
  });

  it('that says "yes" in place of true has not said that the visitor allows it', () => {
    const purpose = { consents: { 1: 'yes', 8: 1 } };
    expect(open(createCmp({ ...choice('tcloaded'), purpose })).answers).toEqual(['denied']);
  });

  it.each([['a word'], [{}], [42]])('that is none is not called: %j', async (value) => {
    put('__tcfapi', value);
    const { answers } = hear(tcf());
    await advance(1000);
    expect(answers).toEqual(['pending']);
  });
});

it('that flaps ten times a second is told each time and once', () => {
  const { cmp, answers } = open();
  for (let count = 0; count < 1000; count++) cmp.set(choice('useractioncomplete', ...(count % 2 ? [] : [1, 8])));
  cmp.set(choice('useractioncomplete'));
  expect(answers).toHaveLength(1001);
  expect(cmp.listeners.size).toBe(1);
});

describe('stopped', () => {
  it('it takes its listener away, says nothing more and leaves no timer', () => {
    const { cmp, answers, stop } = open(createCmp(choice('tcloaded', 1, 8)));
    stop();
    stop();
    expect(cmp.listeners.size).toBe(0);
    expect(cmp.commands()).toEqual(['addEventListener', 'removeEventListener']);
    cmp.set(choice('useractioncomplete'));
    expect(answers).toEqual(['granted']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('before the tool has come, it takes its listener away when it is called for the first time', () => {
    const stub = createStub();
    put('__tcfapi', stub.api);
    const { answers, stop } = hear(tcf());
    stop();
    const cmp = createCmp(choice('tcloaded', 1, 8));
    put('__tcfapi', cmp.api);
    stub.replay(cmp.api);
    expect(cmp.listeners.size).toBe(0);
    expect(answers).toEqual(['pending']);
    expect(vi.getTimerCount()).toBe(0);
  });
});
