import { parse } from 'acorn';
import { minify } from 'terser';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { page, placeStub, run, STUB } from './support/script-page.ts';

afterEach(() => void Reflect.deleteProperty(page, 'vitrina'));

/** Every method of the tracker that a page may call before the script has come. */
const METHODS = ['initialize', 'track', 'consent', 'flush', 'on', 'removeEventListener', 'stop'] as const;

describe('the stub', () => {
  it('the stub has at most 400 bytes when it is minified', async () => {
    const { code = '' } = await minify(STUB, { ecma: 5, compress: { passes: 3 } });
    expect(code.length).toBeGreaterThan(100);
    expect(new TextEncoder().encode(code).length).toBeLessThanOrEqual(400);
  });

  it('the stub is ES5, before and after it is minified', async () => {
    const { code = '' } = await minify(STUB, { ecma: 5, compress: { passes: 3 } });
    for (const text of [STUB, code]) expect(() => parse(text, { ecmaVersion: 5, sourceType: 'script' })).not.toThrow();
    expect(() => parse('const x = () => 1', { ecmaVersion: 5 })).toThrow();
  });

  it('the stub keeps calls when it is minified, too', async () => {
    const { code = '' } = await minify(STUB, { ecma: 5, compress: { passes: 3 } });
    run(code);
    void page.vitrina?.track('a.one');
    expect(page.vitrina?.q).toHaveLength(1);
  });

  it('the stub adds nothing to window but vitrina', () => {
    const before = new Set(Object.getOwnPropertyNames(window));
    placeStub();
    expect(Object.getOwnPropertyNames(window).filter((name) => !before.has(name))).toEqual(['vitrina']);
  });

  it.each(METHODS)('the stub keeps calls of %s with their arguments and their time', (name) => {
    vi.useFakeTimers({ now: 1_795_262_400_000 });
    const stub = placeStub() as unknown as Record<string, (...values: unknown[]) => unknown> & { q: unknown[][] };
    stub[name]?.('first', { second: true });
    const [called, values, time] = stub.q[0] ?? [];
    expect([called, Array.from(values as unknown[]), time]).toEqual([
      name,
      ['first', { second: true }],
      1_795_262_400_000,
    ]);
    vi.useRealTimers();
  });

  it('the stub returns a promise where the tracker does, so a page can go on with then', () => {
    const stub = placeStub();
    for (const name of ['initialize', 'track', 'flush'] as const) {
      expect((stub[name] as () => unknown)(), name).toBeInstanceOf(Promise);
    }
    for (const name of ['consent', 'stop', 'removeEventListener'] as const) {
      expect((stub[name] as () => unknown)(), name).toBeUndefined();
    }
  });

  it('the stub works in browsers without promises', () => {
    vi.stubGlobal('Promise', undefined);
    const stub = placeStub();
    let answer: unknown = 'none';
    try {
      answer = stub.track('a.one');
    } finally {
      vi.unstubAllGlobals();
    }
    expect(answer).toBeUndefined();
    expect(stub.q).toHaveLength(1);
  });

  it('the stub overwrites neither an earlier stub nor the tracker', () => {
    const first = placeStub();
    void first.track('a.one');
    expect(placeStub()).toBe(first);
    expect(first.q).toHaveLength(1);
    const real = { track: () => {} };
    page.vitrina = real as never;
    run(STUB);
    expect(page.vitrina).toBe(real);
  });

  it('the stub takes the place of an element with the id vitrina', () => {
    page.vitrina = document.createElement('div') as never;
    const stub = placeStub();
    void stub.track('a.one');
    expect(stub.q).toHaveLength(1);
  });
});
