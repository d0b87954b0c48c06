import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

type Leaf = string | ((...values: unknown[]) => string);
type Table = { [key: string]: Leaf | Table };

const folder = `${resolve('collector/inspector')}/`;
const files = readdirSync(`${folder}words`);
const tables = await Promise.all(
  files.map(async (file) => {
    const module: Record<string, Record<string, Table>> = await import(/* @vite-ignore */ `${folder}words/${file}`);
    return [file, module] as const;
  }),
);
const textOf = (file: string) => readFileSync(`${folder}${file}`, 'utf8');

/** Words that are written alike, by file and key. */
const alike: Record<string, string[]> = {
  es: ['page.part', 'general.error'],
  pt: ['filter.quoted'],
};

/** The leaves of a table by their path, such as `reasons.expired`. */
const leavesOf = (table: Table, path = ''): [string, Leaf][] =>
  Object.entries(table).flatMap(([key, value]) =>
    typeof value === 'object' ? leavesOf(value, `${path}${key}.`) : [[`${path}${key}`, value] as [string, Leaf]],
  );

/** What a leaf says: of one thing, and of several. */
const sayingsOf = (leaf: Leaf) =>
  typeof leaf === 'string' ? [leaf] : [1, 2].map((value) => leaf(...Array.from({ length: leaf.length }, () => value)));

const namesIn = (saying: string) => (saying.match(/\{\w+\}/g) ?? []).sort();

describe('the words of the inspector', () => {
  it.each(tables)('%s has one table, named after it, and is short', (file, module) => {
    expect(Object.keys(module)).toEqual([`${file.replace('.js', '')}Words`]);
    expect(textOf(`words/${file}`).split('\n').length).toBeLessThanOrEqual(200);
  });

  it.each(tables)('%s says the same things in each language', (_file, module) => {
    const [table = {}] = Object.values(module);
    expect(Object.keys(table)).toEqual(['en', 'es', 'pt']);
    const shapeOf = (language: string) =>
      leavesOf(table[language] ?? {}).map(([path, leaf]) => [
        path,
        typeof leaf,
        leaf.length === 0 ? 'nothing' : typeof leaf === 'function' ? leaf.length : 'text',
        sayingsOf(leaf).map(namesIn),
      ]);
    expect(shapeOf('es')).toEqual(shapeOf('en'));
    expect(shapeOf('pt')).toEqual(shapeOf('en'));
  });

  it.each(tables)('%s leaves nothing in English but words that are alike', (file, module) => {
    const [table = {}] = Object.values(module);
    const english = new Map(leavesOf(table['en'] ?? {}));
    for (const language of ['es', 'pt']) {
      const same = leavesOf(table[language] ?? {}).flatMap(([path, leaf]) => {
        const others = sayingsOf(english.get(path) ?? '');
        return sayingsOf(leaf).some((saying, index) => saying === others[index])
          ? [`${file.replace('.js', '')}.${path}`]
          : [];
      });
      const allowed = (alike[language] ?? []).filter((name) => name.startsWith(`${file.replace('.js', '')}.`));
      expect(same.sort(), language).toEqual(allowed.sort());
    }
  });

  it('are nowhere else in the modules', () => {
    const english = new Set(
      tables.flatMap(([, module]) =>
        Object.values(module).flatMap((table) => leavesOf(table['en'] ?? {}).flatMap(([, leaf]) => sayingsOf(leaf))),
      ),
    );
    const modules = readdirSync(folder).filter((file) => file.endsWith('.js'));
    expect(modules.length).toBeGreaterThan(50);
    const left = modules.flatMap((file) => {
      const code = textOf(file)
        .replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '')
        // What is said to a developer is English.
        .replace(/^.*(?:console\.|new Error\().*$/gm, '');
      const texts = [...code.matchAll(/'([^'\n]+)'|`([^`\n]+)`/g)].map(([, text, template]) => text ?? template ?? '');
      return texts
        .filter((text) => /^[A-Z][a-z]+ [a-z]/.test(text) || (/^[A-Z ]/.test(text) && english.has(text.trim())))
        .map((text) => `${file}: ${text}`);
    });
    expect(left).toEqual([]);
  });

  it('stand in index.html in English, for the moment before they are chosen', async () => {
    document.body.innerHTML = textOf('index.html').replace(/[^]*<body>|<\/body>[^]*/g, '');
    const english = new Map(leavesOf(Object.fromEntries(tables)['page.js']?.['pageWords']?.['en'] ?? {}));
    const said = [...document.querySelectorAll('[data-words]')].map((node) => [
      node.getAttribute('data-words'),
      node.textContent?.trim() ?? '',
    ]);
    for (const name of ['aria-label', 'title', 'placeholder']) {
      for (const node of document.querySelectorAll(`[${name}]`)) {
        said.push([node.getAttribute(`data-words-${name}`), node.getAttribute(name) ?? '']);
      }
    }
    expect(said.length).toBeGreaterThan(10);
    for (const [key, text] of said) expect([key, english.get(key ?? '')]).toEqual([key, text]);
  });
});
