import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collectorFor } from './support/collector-harness.ts';
import { readCommandLine } from '../../collector/src/options/read-command-line.ts';

const pages = readdirSync('docs', { recursive: true, encoding: 'utf8' })
  // The reference of the API is made of the source, and the site itself looks for its links.
  .filter((name) => name.endsWith('.md') && !/^(api|\.vitepress)[\\/]/.test(name))
  .map((name) => join('docs', name))
  .sort();

const textOf = (path: string) => readFileSync(path, 'utf8');
const withoutCode = (text: string) => text.replaceAll(/^ *```[^]*?^ *```/gm, '');

/** As GitHub makes the anchor of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

const anchorsOf = (path: string) =>
  [...withoutCode(textOf(path)).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

const configurationsOf = (path: string) =>
  [...textOf(path).matchAll(/^( *)```json\n([^]*?)^ *```/gm)]
    .map(([, , code = '']) => code)
    .filter((code) => code.includes('"businesses"'));

describe.each(pages)('the page %s', (path) => {
  test('leads to files and headings that exist', () => {
    const links = [...withoutCode(textOf(path)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const dead = links
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => {
        const [file = '', anchor] = link.split('#');
        const target = file === '' ? path : join(dirname(path), file);
        if (!existsSync(target)) return true;
        return anchor !== undefined && !anchorsOf(target).includes(anchor);
      });
    expect(dead).toEqual([]);
  });
});

const withConfigurations = pages.filter((path) => configurationsOf(path).length > 0);

test.each(withConfigurations)('a collector starts with each configuration that %s shows', async (path) => {
  const folder = await mkdtemp(join(tmpdir(), 'documented-'));
  try {
    for (const code of configurationsOf(path)) {
      const file = join(folder, 'collector.json');
      await writeFile(file, code);
      const command = readCommandLine(['--config', file], {});
      if (command === 'help') throw new Error(file);
      const { businesses, connections } = command;
      const collector = await collectorFor({ businesses, connections });
      expect((await fetch(`${collector.url}/healthz`)).status).toBe(200);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

const languages = ['es', 'pt'];
const ofLanguage = (path: string, language: string) => join('docs', language, relative('docs', path));
/** What a shop sets up has to be whole in each language; the pages about the tag are shorter there. */
const translated = pages.filter(
  (path) =>
    /^docs\/(automations|connections\/)/.test(path.replaceAll('\\', '/')) &&
    !languages.some((language) => path.startsWith(join('docs', language))) &&
    languages.some((language) => existsSync(ofLanguage(path, language))),
);

test.each(translated)('%s says the same in every language: its sections, tables, steps and samples', (path) => {
  const shapeOf = (page: string) => {
    const text = withoutCode(textOf(page));
    return {
      headings: [...text.matchAll(/^#+ /gm)].map(([marks]) => marks),
      rows: [...text.matchAll(/^ *\|/gm)].length,
      steps: [...text.matchAll(/^(?:\d+\.|-) /gm)].length,
      samples: [...textOf(page).matchAll(/^ *```\w+/gm)].map(([fence]) => fence),
      pictures: [...text.matchAll(/!\[[^\]]+\]\([^)]*?([^/)]+)\)/g)].map(([, name]) => name),
    };
  };
  for (const language of languages) expect(shapeOf(ofLanguage(path, language)), language).toEqual(shapeOf(path));
});

test('what is translated into one language is there in all', () => {
  const own = (language: string) =>
    pages
      .filter((path) => path.startsWith(join('docs', language) + '/'))
      .map((path) => relative(join('docs', language), path));
  expect(own('pt')).toEqual(own('es'));
  for (const name of own('es')) expect(pages).toContain(join('docs', name));
});
