// @vitest-environment node

import { describe, expect, it } from 'vitest';
import type { MarkdownRenderer } from 'vitepress';
import { drawings } from '../../docs/.vitepress/drawings/figure.ts';
import { wordsOf } from '../../docs/.vitepress/drawings/scenes.ts';
import { stepsOf } from '../../docs/.vitepress/drawings/steps.ts';
import { documents } from './support/documents.ts';
import { read } from './support/readme.ts';

const pages = documents().filter((file) => /^docs\/(?:es\/|pt\/)?(?:install|connections)\//.test(file));
const namesIn = (file: string) =>
  [...read(file).matchAll(/^<!-- drawing: ([\w-]+) -->$/gm)].map(([, name = '']) => name);
const languageOf = (file: string) => (/^docs\/(es|pt)\//.exec(file)?.[1] ?? 'en') as 'en' | 'es' | 'pt';

/** What the renderer of the site makes of a comment on a page. */
const render = (content: string, relativePath: string): string => {
  const rules = {
    html_block: (tokens: { content: string }[], index: number, ..._others: unknown[]) => tokens[index]?.content ?? '',
  };
  drawings({ renderer: { rules } } as unknown as MarkdownRenderer);
  return rules.html_block([{ content }], 0, {}, { relativePath });
};

describe('the drawings of what to paste where', () => {
  it('each page about a platform has a drawing', () => {
    const without = pages.filter((file) => namesIn(file).length === 0);
    expect(without.filter((file) => !/\/(?:index|shopify-app|npm)\.md$/.test(file))).toEqual([]);
  });

  it.each(pages.filter((file) => namesIn(file).length > 0))(
    'the drawings in %s show only words that the page says',
    (file) => {
      const text = read(file).replace(/\s+/g, ' ');
      for (const name of namesIn(file)) {
        const words = (stepsOf(name, languageOf(file)) ?? []).flatMap(({ scene }) => wordsOf(scene));
        for (const word of words) expect(text, name).toContain(word);
      }
    },
  );

  it('a drawing says that it is none of a real screen, shows the steps in order, and tells them to those who cannot see it', () => {
    const html = render('<!-- drawing: tiendanube -->\n', 'es/install/tiendanube.md');
    expect(html).toContain('Es un dibujo, no una captura de pantalla.');
    const steps = [...html.matchAll(/<li>.*?<\/li>/gs)].map(String);
    expect(steps).toHaveLength(3);
    expect(steps[0]).toContain('Abre <strong>Configuraciones</strong>.');
    expect(steps[1]).toContain('aria-label="Administrador nube: Configuraciones › Códigos externos"');
    expect(steps[2]).toContain('&lt;script async');
    expect(html).not.toContain('<script');
  });

  it('a page that asks for a drawing that does not exist is an error', () => {
    expect(() => render('<!-- drawing: nowhere -->\n', 'install/own-site.md')).toThrow('"nowhere"');
  });

  it('other comments of a page stay as they are', () => {
    expect(render('<!-- prettier-ignore -->\n', 'install/own-site.md')).toContain('<!-- prettier-ignore -->');
  });
});
