// @vitest-environment node

import { createHash } from 'node:crypto';
import { parse } from 'acorn';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { startCollector } from '../../collector/src/index.ts';
import { ACTION_PATTERN } from '../../src/base/action-pattern.ts';
import { maxAge } from '../../src/delivery/queued-event.ts';
import {
  blocks,
  built,
  declared,
  firstCells,
  measureImport,
  membersOf,
  page,
  read,
  section,
} from './support/readme.ts';
import { documents, LANGUAGES } from './support/documents.ts';

const stubIn = (html = '') => /<script>\s*(.*?)\s*<\/script>/s.exec(html)?.[1];
const tracker = 'src/types/tracker.ts';

describe('snippets of the install pages', () => {
  const stub = built('stub.js').trim();

  it.each(LANGUAGES)('the tags that the pages in %s print contain exactly the built stub and the address', (folder) => {
    const [own] = blocks(page(`${folder}install/own-site`), 'html');
    const [tagManager] = blocks(page(`${folder}install/tag-manager`), 'html');
    expect(stubIn(own)).toBe(stub);
    expect(stubIn(tagManager)).toBe(stub);
    const source = 'src="https://events.example.com/vitrina.js?id=xy76ks"></script>';
    expect(own).toContain(`<script async ${source}`);
    expect(tagManager).toContain(`<script ${source}`);
    expect(() => parse(stubIn(tagManager) ?? '', { ecmaVersion: 5, sourceType: 'script' })).not.toThrow();
    expect(tagManager).not.toMatch(/\{\{/);
  });

  it.each(['tiendanube', 'shopify', 'woocommerce', 'wordpress', 'vtex'])(
    'the page about %s prints the same line in each language',
    (platform) => {
      const line = '<script async src="https://events.example.com/vitrina.storefront.js?id=xy76ks"></script>\n';
      for (const folder of LANGUAGES) expect(blocks(page(`${folder}install/${platform}`), 'html')[0]).toBe(line);
    },
  );

  it("the hash in the documented Content-Security-Policy allows the snippet, and the stub's size is told", () => {
    const [own = ''] = blocks(page('install/own-site'), 'html');
    const inline = /<script>(.*?)<\/script>/s.exec(own)?.[1] ?? '';
    const hash = createHash('sha256').update(inline).digest('base64');
    expect(section('Content Security Policy', page('size-and-browsers'))).toContain(`'sha256-${hash}'`);
    expect(section('Size', page('size-and-browsers'))).toContain(`${Buffer.byteLength(stub)} bytes`);
  });

  it('the page about Shopify shows, in each language, the pixel that the end-to-end tests paste', () => {
    const pasted = read('examples/pixels/custom-pixel.js').replace(/^(\/\/ (Shop|"An)|\/\*\* @type).*\n/gm, '');
    for (const folder of LANGUAGES) expect(blocks(page(`${folder}install/shopify`), 'js')).toEqual([pasted]);
  });

  it('the collector accepts the documented batch and answers with the documented results', async () => {
    const [batch = '', answer = ''] = blocks(page('protocol'), 'json');
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

it('the page of calls has a heading for each member of the tracker and names each export', () => {
  const headings =
    page('calls')
      .match(/^## .+$/gm)
      ?.join() ?? '';
  const members = [...membersOf(tracker, 'Tracker'), ...membersOf(tracker, 'Vitrina')];
  expect(members).toContain('track');
  for (const name of members) expect(headings).toContain(`\`${name}\``);
  const exported = [...built('index.js').matchAll(/^export \{([^}]+)\}/gm)].flatMap(([, names = '']) =>
    names.split(','),
  );
  const names = exported.map((text) => text.trim().split(' as ').pop()).filter((name) => name !== 'default');
  expect(names).toContain('createTracker');
  for (const name of names) expect(page('calls')).toContain(`\`${name}\``);
});

describe('tables of the documentation', () => {
  it('the page of options lists exactly the existing options, and names each of their members', () => {
    const listed = firstCells('Options', page('options').split('\n## ')[0] ?? '');
    expect(listed.sort()).toEqual(membersOf(tracker, 'AllOptions').sort());
    const shop = firstCells('Options of `vitrina.storefront.js`', page('options'));
    expect(shop.sort()).toEqual(membersOf('src/script/shop-options.ts', 'ShopOptions').sort());
    for (const name of membersOf(tracker, 'PageViewOptions')) expect(page('options')).toMatch(`${name}`);
  });

  it('the page of actions lists exactly the actions of the catalogue, and has an example of each', () => {
    const actions = membersOf('src/types/actions.ts', 'Catalogue').sort();
    const listed = firstCells('Actions', page('actions')).filter((name) => name !== 'object.verb' && name !== '_');
    expect(listed.sort()).toEqual(actions);
    const examples = blocks(section('Examples', page('actions')), 'ts').join('\n');
    const shown = [...examples.matchAll(/\.track\('([\w.]+)'/g)].map(([, action = '']) => action);
    expect([...new Set(shown)].filter((action) => actions.includes(action)).sort()).toEqual(actions);
  });

  it('the page of signals lists exactly the fields of a response, the signals and the drop reasons', () => {
    expect(firstCells('Response', page('signals')).sort()).toEqual(
      membersOf('src/types/signals.ts', 'Response').sort(),
    );
    const reasons = declared('src/types/event.ts', 'DropReason').getText();
    const signals = membersOf('src/types/signals.ts', 'Signals');
    const known = [...signals, ...[...reasons.matchAll(/'(\w+)'/g)].map(([, reason = '']) => reason)];
    expect(firstCells('Signals', page('signals')).sort()).toEqual(known.sort());
  });

  it('the documented sizes are correct to 0.1 kB', async () => {
    const weigh = (name: string) => brotliCompressSync(built(`vitrina${name}.js`)).length;
    const others = ['.storefront', '.tiendanube', '.shopify', '.woocommerce', '.vtex', '.pixel', '.nube'].map(weigh);
    const real = [weigh(''), await measureImport('createTracker'), ...others].map((bytes) => bytes / 1000);
    const listed = [...section('Size', page('size-and-browsers')).matchAll(/([\d.]+) kB/g)].map(([, size]) =>
      Number(size),
    );
    expect(listed).toHaveLength(real.length);
    listed.forEach((size, index) => {
      const difference = Math.abs(size - (real[index] ?? 0));
      expect(difference, `the page says ${size} kB, built are ${real[index]} kB`).toBeLessThanOrEqual(0.1);
    });
    const [, told] = /([\d.]+) kB/.exec(page('start')) ?? [];
    expect(told).toBe(String(listed[0]?.toFixed(1)));
  }, 60_000);
});

describe('numbers of the page about delivery', () => {
  /** A constant of the source, computed. */
  const constant = (file: string, name: string) => {
    const [, text = ''] = new RegExp(`const ${name} = ([\\d_ *.]+);`).exec(read(`src/${file}`)) ?? [];
    if (!text) throw new Error(`src/${file} has no constant ${name}.`);
    return text.split('*').reduce((product, factor) => product * Number(factor.trim().replaceAll('_', '')), 1);
  };
  const grouped = (count: number) => count.toLocaleString('en-US');
  const limits = section('Limits', page('delivery'));
  const limitOf = (what: string) => {
    const row = limits.split('\n').find((line) => line.startsWith(`| ${what}`));
    if (!row) throw new Error(`There is no limit for "${what}".`);
    return row;
  };

  it('each limit is that of the code', () => {
    const kib = (file: string, name: string) => `${constant(file, name) / 1024} KiB`;
    expect(limitOf('one event')).toContain(kib('tracker/apply-transform.ts', 'MAX_EVENT_BYTES'));
    expect(limitOf('calls before')).toContain(`| ${constant('tracker/calls.ts', 'MAX_CALLS')} `);
    expect(limitOf('events while consent')).toContain(`| ${constant('tracker/calls.ts', 'MAX_PENDING')} `);
    const queue = limitOf('queue');
    expect(queue).toContain(`${grouped(constant('delivery/queue.ts', 'MAX_EVENTS'))} events`);
    expect(queue).toContain(`${grouped(constant('delivery/queue.ts', 'MAX_CHARACTERS'))} characters`);
    const batch = limitOf('batch');
    const [, size] = /batchSize = (\d+) }/.exec(read('src/delivery/sender.ts')) ?? [];
    expect(batch).toContain(`| ${size} events or `);
    expect(batch).toContain(kib('delivery/take-batch.ts', 'MAX_BATCH_BYTES'));
    expect(batch).toContain(`more than ${constant('delivery/take-batch.ts', 'LARGE_BATCH_ABOVE_EVENTS')} waiting`);
    expect(batch).toContain(`${constant('delivery/take-batch.ts', 'MAX_LARGE_BATCH_EVENTS')} events`);
    expect(batch).toContain(kib('delivery/take-batch.ts', 'MAX_LARGE_BATCH_BYTES'));
    expect(limitOf('what a page can send')).toContain(kib('delivery/sender.ts', 'MAX_LEAVING_EVENT_BYTES'));
    const days = maxAge({ action: 'order.placed' }) / 86_400_000;
    const hours = maxAge({ action: 'user.identified' }) / 3_600_000;
    expect(limitOf('age')).toContain(`| ${days} days, and one more try after that; an identification ${hours} hours`);
    const longest = Number(/(\d+) characters/.exec(limitOf('name of an action'))?.[1]);
    expect(ACTION_PATTERN.test(`a.${'b'.repeat(longest - 2)}`)).toBe(true);
    expect(ACTION_PATTERN.test(`a.${'b'.repeat(longest - 1)}`)).toBe(false);
    expect(limitOf('a parameter of a campaign')).toContain(`${constant('visitor/campaign.ts', 'MAX_LENGTH')} `);
  });

  it('each wait of the wire protocol is that of the code', () => {
    const answers = page('protocol');
    const minutes = constant('delivery/backoff.ts', 'MAX_WAIT_MS') / 60_000;
    expect(answers).toContain(
      `after ${constant('delivery/backoff.ts', 'FIRST_WAIT_MS') / 1000} s, doubling up to ${minutes} min`,
    );
    const hours = constant('delivery/backoff.ts', 'MAX_RETRY_AFTER_MS') / 3_600_000;
    expect(answers).toContain(`\`retry_after\` (${hours} h at most)`);
    expect(answers).toContain(
      `next try is after ${constant('delivery/backoff.ts', 'WRONG_ADDRESS_WAIT_MS') / 60_000} minutes`,
    );
    expect(answers).toContain(
      `nothing is sent for ${constant('delivery/handle-answer.ts', 'SWITCHED_OFF_WAIT_MS') / 3_600_000} h`,
    );
    expect(answers).toContain(`no answer in ${constant('browser/requests.ts', 'TIMEOUT') / 1000} s`);
    const blocked = constant('delivery/backoff.ts', 'BLOCKED_AFTER_FAILURES');
    expect(page('delivery').replace(/\s+/g, ' ')).toContain(
      `stops trying after ${blocked} failures without any success, and ${constant('delivery/queue.ts', 'MAX_EVENTS_BLOCKED')} events`,
    );
    expect(page('calls').replace(/\s+/g, ' ')).toContain(
      `after ${constant('tracker/pending-responses.ts', 'RESPONSE_TIMEOUT_MS') / 1000} seconds`,
    );
  });
});

describe('troubleshooting', () => {
  it.each(LANGUAGES)('the pages in %s quote sentences that the script says', (folder) => {
    const script = read('src/script/run-script.ts');
    const [, noId = ''] = /NO_ID = '([^']+)'/.exec(script) ?? [];
    expect(noId).not.toBe('');
    const text = page(`${folder}when-nothing-arrives`);
    expect(text).toContain(`\`${noId}\``);
    expect(script).toContain("was not loaded${isConsent ? ', so nothing is sent' : ''}");
    expect(text).toContain('`vitrina.consent.js was not loaded, so nothing is sent`');
  });
});

it('each page in Spanish has its counterpart in English and Portuguese', () => {
  const names = (folder: string) =>
    documents()
      .filter((file) => file.startsWith(`docs/${folder}`))
      .map((file) => file.slice(`docs/${folder}`.length));
  expect(names('es/').length).toBeGreaterThan(10);
  expect(names('pt/')).toEqual(names('es/'));
  expect(names('')).toEqual(expect.arrayContaining(names('es/')));
});
