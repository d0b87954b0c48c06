// @vitest-environment node

import { parse } from 'acorn';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { startCollector } from '../../collector/src/index.ts';
import {
  blocks,
  built,
  complaintsAbout,
  declared,
  firstCells,
  measureImport,
  membersOf,
  read,
  readme,
  section,
} from './support/readme.ts';

const stubIn = (html = '') => /<script>\s*(.*?)\s*<\/script>/s.exec(html)?.[1];

describe('snippets of the README', () => {
  const [scriptTag, tagManager] = blocks(section('Install'), 'html');
  const stub = built('stub.js').trim();

  it('the snippets of the README contain exactly the built stub', () => {
    expect(stubIn(scriptTag)).toBe(stub);
    expect(stubIn(tagManager)).toBe(stub);
    expect(section('Size')).toContain(`${Buffer.byteLength(stub)} bytes`);
  });

  it('the snippets load the script by an address that contains the whole configuration', () => {
    const source = 'src="https://events.example.com/vitrina.js?id=xy76ks"></script>';
    expect(scriptTag).toContain(`<script async ${source}`);
    expect(tagManager).toContain(`<script ${source}`);
  });

  it('the Tag Manager snippet of the README is ES5', () => {
    expect(() => parse(stubIn(tagManager) ?? '', { ecmaVersion: 5, sourceType: 'script' })).not.toThrow();
    expect(tagManager).not.toMatch(/\{\{/);
  });

  it("the hash in the README's Content-Security-Policy allows the snippet", () => {
    const inline = /<script>(.*?)<\/script>/s.exec(scriptTag ?? '')?.[1] ?? '';
    const hash = createHash('sha256').update(inline).digest('base64');
    expect(section('Content Security Policy')).toContain(`'sha256-${hash}'`);
  });

  it('the TypeScript snippets of the README compile against the declarations of the package', () => {
    built('index.d.ts');
    const snippets = blocks(readme, 'ts');
    expect(snippets.length).toBeGreaterThan(8);
    const wrong = `import vitrina from 'vitrina';\nvoid vitrina.track('cart.added', {});`;
    expect(complaintsAbout([...snippets, wrong])).toEqual([[wrong, expect.stringContaining('Cart')]]);
  }, 60_000);

  it('the collector accepts the batch in the README and answers with the results in the README', async () => {
    const [batch = '', answer = ''] = blocks(section('Write your own endpoint'), 'json');
    const origin = 'https://shop.example';
    const collector = await startCollector({ businesses: { xy76ks: { name: 'Shop', origins: [origin] } } });
    try {
      const response = await fetch(`${collector.endpoint}?b=xy76ks`, {
        method: 'POST',
        headers: { 'Content-Type': 'text/plain;charset=UTF-8', Origin: origin },
        body: batch,
      });
      const [first] = JSON.parse(answer).results;
      expect(await response.json()).toEqual({ results: [first] });
    } finally {
      await collector.close();
    }
  });
});

it('the README has a heading for each member of the tracker and names each export', () => {
  const headings = readme.match(/^### .+$/gm)?.join() ?? '';
  const members = [...membersOf('src/types/tracker.ts', 'Tracker'), ...membersOf('src/types/tracker.ts', 'Vitrina')];
  expect(members).toContain('track');
  for (const name of members) expect(headings).toContain(`\`${name}\``);
  const exported = [...built('index.js').matchAll(/^export \{([^}]+)\}/gm)].flatMap(([, names = '']) =>
    names.split(','),
  );
  const names = exported.map((text) => text.trim().split(' as ').pop()).filter((name) => name !== 'default');
  expect(names).toContain('createTracker');
  for (const name of names) expect(section('For the developer')).toContain(`\`${name}\``);
});

describe('tables of the README', () => {
  it('the README lists exactly the existing options', () => {
    expect(firstCells('Options').sort()).toEqual(membersOf('src/types/tracker.ts', 'AllOptions').sort());
    const shop = firstCells('Options of `vitrina.storefront.js`');
    expect(shop.sort()).toEqual(membersOf('src/script/shop-options.ts', 'ShopOptions').sort());
  });

  it('the README lists exactly the actions of the catalogue', () => {
    const listed = firstCells('Actions').filter((name) => name !== 'object.verb' && name !== '_');
    expect(listed.sort()).toEqual(membersOf('src/types/actions.ts', 'Catalogue').sort());
  });

  it('the README lists exactly the fields of a response, and only existing signals and drop reasons', () => {
    expect(firstCells('Response').sort()).toEqual(membersOf('src/types/signals.ts', 'Response').sort());
    const reasons = declared('src/types/event.ts', 'DropReason').getText();
    const signals = membersOf('src/types/signals.ts', 'Signals');
    const known = [...signals, ...[...reasons.matchAll(/'(\w+)'/g)].map(([, reason = '']) => reason)];
    const listed = firstCells('Signals');
    expect(listed.length).toBeGreaterThan(10);
    expect(known).toEqual(expect.arrayContaining(listed));
  });

  it('the sizes in the README are correct to 0.1 kB', async () => {
    const weigh = (name: string) => brotliCompressSync(built(`vitrina${name}.js`)).length;
    const main = weigh('');
    const others = ['.storefront', '.tiendanube', '.shopify', '.woocommerce', '.vtex', '.pixel', '.nube'].map(weigh);
    const npm = await measureImport('createTracker');
    const told = [...section('Vitrina').matchAll(/([\d.]+) kB/g)].slice(0, 1).map(([, size]) => Number(size));
    const listed = [...section('Size').matchAll(/([\d.]+) kB/g)].map(([, size]) => Number(size));
    const real = [main, main, npm, ...others].map((bytes) => bytes / 1000);
    [...told, ...listed].forEach((size, index) => {
      const difference = Math.abs(size - (real[index] ?? 0));
      expect(difference, `the README says ${size} kB, built are ${real[index]} kB`).toBeLessThanOrEqual(0.1);
    });
    expect([...told, ...listed]).toHaveLength(real.length);
  }, 60_000);

  it('the README lists exactly the existing npm commands', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const listed = firstCells('Development').map((command) => command.replace(/^npm (run )?/, ''));
    expect(listed.sort()).toEqual(Object.keys(scripts).sort());
  });
});

describe.each(['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md', 'docs/storefronts.md'])('links of %s', (file) => {
  it('every link of the page leads to an existing file or heading', () => {
    const text = read(file);
    const anchors = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    );
    for (const [, target = ''] of text.matchAll(/\]\(([^)]+)\)/g)) {
      if (target.startsWith('#')) expect(anchors, target).toContain(target.slice(1));
      else if (!/^https?:/.test(target))
        expect(existsSync(join(dirname(file), target.split('#')[0] ?? '')), target).toBe(true);
    }
  });
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
