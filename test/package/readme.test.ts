// @vitest-environment node

import { existsSync, readdirSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { blocks, built, firstCells, read, readme, section } from './support/readme.ts';

const stubIn = (html = '') => /<script>\s*(.*?)\s*<\/script>/s.exec(html)?.[1];

describe('README', () => {
  it('the README is at most 10 kB, so that it is read', () => {
    expect(Buffer.byteLength(readme)).toBeLessThanOrEqual(10_000);
  });

  it('the script tag of the README contains exactly the built stub, and loads the script by an address with the id', () => {
    const [scriptTag = ''] = blocks(section('The script tag', readme), 'html');
    expect(stubIn(scriptTag)).toBe(built('stub.js').trim());
    expect(scriptTag).toContain('<script async src="https://events.example.com/vitrina.js?id=xy76ks"></script>');
  });

  it('the table of lines leads to the page of each platform', () => {
    const table = section('Which line is mine', readme);
    const pages = readdirSync('docs/install').filter((file) => file !== 'index.md');
    expect(pages.length).toBeGreaterThan(6);
    for (const file of pages) expect(table).toContain(`docs/install/${file}`);
  });

  it('the size that the README promises is that of the script', () => {
    const [, told] = /([\d.]+) kB/.exec(section('Vitrina', readme)) ?? [];
    expect(Math.abs(Number(told) - brotliCompressSync(built('vitrina.js')).length / 1000)).toBeLessThanOrEqual(0.1);
  });
});

it('CONTRIBUTING.md lists exactly the existing npm commands', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const listed = firstCells('Commands', read('CONTRIBUTING.md'))
    .filter((command) => command.startsWith('npm '))
    .map((command) => command.replace(/^npm (run )?/, ''));
  expect(listed.sort()).toEqual(Object.keys(scripts).sort());
});

describe('ARCHITECTURE.md', () => {
  const page = read('ARCHITECTURE.md');

  it('the architecture page lists exactly the enforced import rules', () => {
    const rules = [...read('.dependency-cruiser.cjs').matchAll(/(?:name: |only\(\s*)'([\w-]+)'/g)].map(
      ([, name]) => name,
    );
    expect(rules.length).toBeGreaterThan(5);
    expect(firstCells('Import rules', page).sort()).toEqual(rules.sort());
  });

  it('the architecture page lists exactly the folders of the source, two levels deep', () => {
    const [tree = ''] = blocks(section('Folders', page), 'text');
    const listed = [...tree.matchAll(/([\w-]+)\/ /g)].map(([, name]) => name);
    const foldersIn = (folder: string) =>
      readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name);
    const top = foldersIn('src');
    expect(listed.sort()).toEqual([...top, ...top.flatMap((name) => foldersIn(`src/${name}`))].sort());
  });

  it('the architecture page names only functions and types that their modules contain', () => {
    const named = [...page.matchAll(/((?:`\w+`(?:, | and ))*`\w+`) in\s+`([\w/-]+\.ts)`/g)].flatMap(
      ([, names = '', module = '']) => [...names.matchAll(/`(\w+)`/g)].map(([, name]) => [name, module] as const),
    );
    expect(named.length).toBeGreaterThan(20);
    const unknown = named.filter(([name, module]) => !new RegExp(`\\b${name}\\b`).test(read(`src/${module}`)));
    expect(unknown).toEqual([]);
  });

  it('the architecture page names only existing modules', () => {
    const modules = [...page.matchAll(/`([\w/-]+\.(?:ts|js))`/g)].map(([, module = '']) => module);
    expect(modules.length).toBeGreaterThan(20);
    expect(modules.filter((module) => !existsSync(`src/${module}`))).toEqual([]);
  });

  it('the architecture page lists the states as the sender declares them', () => {
    const states = [...(/type State = ([^;]+);/.exec(read('src/delivery/sender.ts'))?.[1] ?? '').matchAll(/'(\w+)'/g)];
    expect(firstCells("The sender's states", page)).toEqual(states.map(([, state]) => state));
  });
});

describe('docs/storefronts.md', () => {
  const page = read('docs/storefronts.md');

  it('the page about platforms shows the pixel that the end-to-end tests paste', () => {
    // Without the comments that explain how to paste it and that declare its types.
    const pasted = read('examples/pixels/custom-pixel.js').replace(/^(\/\/ (Shop|"An)|\/\*\* @type).*\n/gm, '');
    expect(blocks(page, 'js')).toEqual([pasted]);
  });

  it('the page about platforms names the built file of each platform', () => {
    for (const name of ['storefront', 'tiendanube', 'shopify', 'vtex', 'woocommerce', 'pixel', 'nube']) {
      expect(page).toContain(`vitrina.${name}.js`);
      expect(built(`vitrina.${name}.js`).length).toBeGreaterThan(1_000);
    }
  });
});
