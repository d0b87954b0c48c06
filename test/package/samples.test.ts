// @vitest-environment node

import { parse } from 'acorn';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { documents } from './support/documents.ts';
import { blocks, built, complaintsAbout, read } from './support/readme.ts';

const pages = ['README.md', ...documents()];
const samplesIn = (language: string) => pages.flatMap((file) => blocks(read(file), language));

/** What the parser says about code that may await at the top. */
const complaintOf = (code: string) => {
  try {
    parse(code, { ecmaVersion: 'latest', sourceType: 'module', allowAwaitOutsideFunction: true });
    return undefined;
  } catch (error) {
    return `${code}\n${error}`;
  }
};

describe('samples of the documentation', () => {
  it('every sample in TypeScript compiles against the declarations of the package', () => {
    built('index.d.ts');
    const samples = samplesIn('ts');
    expect(samples.length).toBeGreaterThan(30);
    const wrong = `import vitrina from 'vitrina';\nvoid vitrina.track('cart.added', {});`;
    expect(complaintsAbout([...samples, wrong])).toEqual([[wrong, expect.stringContaining('Cart')]]);
  }, 60_000);

  it('every sample with JSX, or of a framework, has no syntax error', () => {
    const samples = samplesIn('tsx');
    expect(samples.length).toBeGreaterThan(3);
    const errors = [...samples, 'const a = <p>;'].flatMap((code) =>
      (
        ts.transpileModule(code, { reportDiagnostics: true, compilerOptions: { jsx: ts.JsxEmit.Preserve } })
          .diagnostics ?? []
      ).map(({ messageText }) => `${code}\n${ts.flattenDiagnosticMessageText(messageText, ' ')}`),
    );
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.filter((error) => !error.startsWith('const a = <p>;'))).toEqual([]);
  });

  it('every sample in JavaScript, and every script within HTML, has no syntax error', () => {
    const scripts = samplesIn('html').flatMap((html) =>
      [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, code = '']) => code),
    );
    const samples = [...samplesIn('js'), ...scripts];
    expect(samples.length).toBeGreaterThan(10);
    expect(samples.map(complaintOf).filter(Boolean)).toEqual([]);
    expect(complaintOf('const = 1')).toBeDefined();
  });

  it('every sample in JSON can be read', () => {
    const samples = samplesIn('json');
    expect(samples.length).toBeGreaterThan(5);
    for (const sample of samples) expect(() => JSON.parse(sample), sample).not.toThrow();
  });
});
