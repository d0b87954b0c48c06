import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createRequestWatch } from '../../../src/observe/page/watch-requests.ts';

describe('a page that has a fetch of its own', () => {
  it.each([
    ['nothing', undefined],
    ['what can be waited for but has no catch', { then: (done: (value: string) => void) => done('theirs') }],
  ])('gets what it gives, also where that is %s', (_, given) => {
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
