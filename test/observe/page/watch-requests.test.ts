import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createRequestWatch } from '../../../src/observe/page/watch-requests.ts';

interface Settle {
  resolve(response: Response): void;
  reject(error: Error): void;
}

describe('request watch', () => {
  it.each([
    ['nothing', undefined],
    ['a thenable without a catch method', { then: (done: (value: string) => void) => done('theirs') }],
  ])('a watched fetch returns what the fetch of the page returns, even if that is %s', (_, given) => {
    vi.stubGlobal('fetch', () => given);
    onTestFinished(() => void vi.unstubAllGlobals());
    const stop = createRequestWatch().watch(
      () => true,
      () => {},
    );
    onTestFinished(() => void stop());
    expect(fetch('/cart/add.js')).toBe(given);
  });

  it.each([
    ['answered', (settle: Settle) => settle.resolve(Response.json({}))],
    ['lost', (settle: Settle) => settle.reject(new TypeError('offline'))],
    ['left without an answer for 10 seconds', () => vi.advanceTimersByTime(10_000)],
  ])('the shop counts as changing the cart until the request is %s', async (_, finish) => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const settle = {} as Settle;
    vi.stubGlobal(
      'fetch',
      () => new Promise<Response>((resolve, reject) => Object.assign(settle, { resolve, reject })),
    );
    onTestFinished(() => void vi.unstubAllGlobals());
    const { watch, isChanging } = createRequestWatch();
    onTestFinished(
      watch(
        () => true,
        () => {},
        (_url, method) => method === 'POST',
      ),
    );
    fetch('/cart.js').catch(() => {});
    expect(isChanging()).toBe(false);
    fetch('/cart/add.js', { method: 'POST' }).catch(() => {});
    expect(isChanging()).toBe(true);
    finish(settle);
    await vi.advanceTimersByTimeAsync(10);
    expect(isChanging()).toBe(false);
  });
});
