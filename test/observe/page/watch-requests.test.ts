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
    ['a variable Request that is no function', 'Request', { post: () => {} }],
    ['no fetch', 'fetch', undefined],
    ['no XMLHttpRequest', 'XMLHttpRequest', undefined],
  ])('on a page with %s, the watch changes nothing for the page, and sees the rest', async (_, name, value) => {
    const answer = async () => Response.json({});
    vi.stubGlobal('fetch', answer);
    vi.stubGlobal(name, value);
    onTestFinished(() => void vi.unstubAllGlobals());
    const seen: string[] = [];
    const { watch } = createRequestWatch();
    onTestFinished(
      watch(
        ({ pathname }) => pathname === '/cart/add.js',
        ({ method }) => void seen.push(method),
      ),
    );
    expect('fetch' in window && !!window.fetch).toBe(name !== 'fetch');
    if (name === 'fetch') return;
    await fetch('/cart/add.js', { method: 'POST' });
    await fetch(new URL('/cart/add.js', location.href));
    await vi.waitFor(() => expect(seen).toEqual(['POST', 'GET']));
  });

  it('a request object is watched by its address and its method', async () => {
    vi.stubGlobal('fetch', async () => Response.json({}));
    onTestFinished(() => void vi.unstubAllGlobals());
    const seen: string[] = [];
    const { watch } = createRequestWatch();
    onTestFinished(
      watch(
        () => true,
        ({ url, method }) => void seen.push(`${method} ${url.pathname}`),
      ),
    );
    await fetch(new Request('http://shop.localhost:3000/cart/add.js', { method: 'POST' }));
    await vi.waitFor(() => expect(seen).toEqual(['POST /cart/add.js']));
  });

  it('a page that has frozen its fetch keeps it, and the watch does not fail', () => {
    const frozen = async () => Response.json({});
    vi.stubGlobal('fetch', undefined);
    onTestFinished(() => void vi.unstubAllGlobals());
    Object.defineProperty(window, 'fetch', { value: frozen, writable: false, configurable: true });
    const stop = createRequestWatch().watch(
      () => true,
      () => {},
    );
    expect(window.fetch).toBe(frozen);
    stop();
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
