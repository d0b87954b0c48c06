import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { saidWords } from '../../collector/inspector/words/said.js';

const folder = resolve('collector/src');

/** What the page makes of a sentence, for a reader whose browser prefers a language. */
const shown = async (sentence: string, language: string) => {
  vi.resetModules();
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue([language]);
  const { said } = await import('../../collector/inspector/said.js');
  return said(sentence).outerHTML;
};

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a sentence of the collector', () => {
  it('is said in the language of the page where the page knows it', async () => {
    expect(await shown(saidWords.en.overwritten, 'en')).toBe(`<bdi>${saidWords.en.overwritten}</bdi>`);
    expect(await shown(saidWords.en.overwritten, 'pt-BR')).toBe(`<bdi>${saidWords.pt.overwritten}</bdi>`);
  });

  it('stays as it came where the page does not know it, and is marked as English', async () => {
    expect(await shown('The account <b> sleeps.', 'es')).toBe('<bdi lang="en">The account &lt;b&gt; sleeps.</bdi>');
  });

  it('is known as the collector writes it', () => {
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n');
    const unknown = Object.values(saidWords.en).filter((sentence) => !sources.includes(`'${sentence}'`));
    expect(unknown).toEqual([]);
  });
});
