import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createRequestWatch } from '../../../src/observe/page/watch-requests.ts';

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
});
