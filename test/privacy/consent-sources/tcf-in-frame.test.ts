import { beforeEach, expect, it, vi } from 'vitest';
import { tcfInFrame } from '../../../src/privacy/consent-sources/tcf-in-frame.ts';
import { advance, useClock } from '../../support/harness.ts';
import { choice, createCmp } from './support/fake-cmp.ts';
import { put, recordAnswers } from './support/record-answers.ts';

beforeEach(() => void useClock());

interface Call {
  __tcfapiCall: { command: string; version: number; parameter: unknown; callId: unknown };
}

/** Puts this page two frames below the page with the consent tool, which answers by messages as the framework says. */
const openFrame = (cmp: ReturnType<typeof createCmp>, isForeign = false) => {
  const answer = (data: unknown, source: unknown = top) =>
    window.dispatchEvent(Object.assign(new MessageEvent('message', { data }), { source }));
  const page = {
    __tcfapiLocator: {} as unknown,
    postMessage({ __tcfapiCall: { command, version, parameter, callId } }: Call) {
      const reply = (returnValue: unknown, success: unknown) =>
        answer({ __tcfapiReturn: { returnValue, success, callId } });
      cmp.api(command, version, reply, parameter);
    },
    parent: undefined as unknown,
  };
  page.parent = page;
  const top = page;
  const between = isForeign
    ? new Proxy({ parent: page } as Record<PropertyKey, unknown>, {
        get(target, name) {
          if (name === 'parent') return target.parent;
          throw new DOMException('foreign', 'SecurityError');
        },
      })
    : { parent: page };
  put('parent', between);
  return { page, answer };
};

it.each([false, true])(
  'the consent tool of an outer page is asked, past a frame in between (foreign: %s)',
  async (isForeign) => {
    const cmp = createCmp(choice('cmpuishown'));
    openFrame(cmp, isForeign);
    const { answers, stop } = recordAnswers(tcfInFrame());
    cmp.set(choice('useractioncomplete', 1, 8));
    cmp.set(choice('useractioncomplete'));
    expect(answers).toEqual(['pending', 'granted', 'denied']);
    stop();
    expect(cmp.listeners.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  },
);

it('a consent tool that comes late to the outer page is found', async () => {
  const cmp = createCmp(choice('tcloaded', 1, 8));
  const { page } = openFrame(cmp);
  page.__tcfapiLocator = undefined;
  const { answers } = recordAnswers(tcfInFrame());
  await advance(5000);
  page.__tcfapiLocator = {};
  await advance(300);
  expect(answers).toEqual(['pending', 'granted']);
  expect(cmp.listeners.size).toBe(1);
});

it.each([
  ['of another window', { __tcfapiReturn: { callId: 0, success: true, returnValue: choice('tcloaded', 1, 8) } }, {}],
  ['of nobody', { __tcfapiReturn: { callId: 0, success: true, returnValue: choice('tcloaded', 1, 8) } }, null],
  [
    'to a call that was not made',
    { __tcfapiReturn: { callId: 7, success: true, returnValue: choice('tcloaded', 1, 8) } },
  ],
  ['without a call', { __tcfapiReturn: {} }],
  ['of null', null],
  ['of a word', '{"__tcfapiReturn":'],
])('a message %s is not taken for an answer', (_name, data, ...source) => {
  const { answer } = openFrame(createCmp());
  const { answers } = recordAnswers(tcfInFrame());
  expect(() => answer(data, ...source)).not.toThrow();
  expect(answers).toEqual(['pending']);
});

it('consent stays pending on a page that is in no frame', async () => {
  const { answers } = recordAnswers(tcfInFrame());
  await advance(5000);
  expect(answers).toEqual(['pending']);
});
