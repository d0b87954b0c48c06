// @vitest-environment node

import { describe, expect, it } from 'vitest';
import { en } from '../../src/debug/panel/texts/en.ts';
import { es } from '../../src/debug/panel/texts/es.ts';
import { pt } from '../../src/debug/panel/texts/pt.ts';
import { page } from './support/readme.ts';

/** What the panel says, with “…” for each value and without the marks of code. */
const plain = (text = '') => text.replace(/\{\w+\}/g, '…').replaceAll('`', '');

/** The rows of the table: what the panel says, why, what to do, and the name of the cause. */
const rowsOf = (folder: string) =>
  page(`${folder}troubleshooting`)
    .split('\n')
    .filter((line) => /^\| .*`[\w-]+` +\|$/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => plain(cell.trim())),
    );

describe.each([
  ['English', '', en],
  ['Spanish', 'es/', es],
  ['Portuguese', 'pt/', pt],
])('the table of causes in %s', (_language, folder, texts) => {
  it('the table has one row for each cause that the panel knows, and says why it happens', () => {
    const rows = rowsOf(folder);
    expect(rows.map(([, , , name]) => name)).toEqual(Object.keys(texts.causes));
    for (const [, why = '', , name] of rows) expect(why.length, name).toBeGreaterThan(10);
  });

  it.each(Object.entries(texts.causes))(
    'the row of %s says the cause and the fix in the words of the panel',
    (name, [what, fix]) => {
      const [said, , todo = ''] = rowsOf(folder).find((row) => row[3] === name) ?? [];
      expect(said).toBe(plain(what));
      expect(todo.slice(0, plain(fix).length)).toBe(plain(fix));
      expect(todo).not.toBe('');
    },
  );

  it('the page names the button for copying as the panel does', () => {
    expect(page(`${folder}troubleshooting`)).toContain(`**${texts.copy}**`);
    const names = [texts.copy, texts.clear, texts.events, texts.observed, texts.visitor];
    for (const name of names) expect(page(`${folder}debugging`)).toContain(`**${name}**`);
  });
});
