// @vitest-environment node

import { parse } from 'acorn';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

/** Tag Manager compiles a tag's inline scripts as ES5, with each `{{variable}}` turned into a call. */
const compileTag = (tag: string) =>
  [...tag.matchAll(/<script([^>]*)>(.*?)<\/script>/gs)]
    .filter(([, attributes = '']) => !/\ssrc=/.test(attributes))
    .map(([, , code = '']) => code.replace(/\{\{[^}]+\}\}/g, 'google_tag_manager["GTM-DEMO"].macro(0)'))
    .map((code) => parse(code, { ecmaVersion: 5, sourceType: 'script' }));

const read = (file: string) => readFile(new URL(`../../examples/${file}`, import.meta.url), 'utf8');
const stubOf = (text: string) => /<script>(.*?)<\/script>/s.exec(text)?.[1]?.trim();

describe.each(['tag.html', 'event-tag.html'])('Tag Manager snippet %s', (file) => {
  it('each of the two inline scripts of a Tag Manager snippet is ES5', async () => {
    expect(compileTag(await read(`gtm/${file}`))).toHaveLength(2);
  });

  it('the ES5 check refuses an arrow function in any inline script of the snippet', async () => {
    const tag = await read(`gtm/${file}`);
    for (const script of tag.match(/<script>/g) ?? []) {
      const at = tag.indexOf(script);
      const planted = `${tag.slice(0, at)}<script>var planted = () => 1;${tag.slice(at + script.length)}`;
      expect(() => compileTag(planted)).toThrow(SyntaxError);
    }
  });

  it('the ES5 check refuses a comma after the last argument of a call', async () => {
    const tag = await read(`gtm/${file}`);
    expect(() => compileTag(tag.replace('});', '},);'))).toThrow(SyntaxError);
  });

  it('the snippet configures the script only by its address and id, because Tag Manager drops other attributes', async () => {
    const sources = (await read(`gtm/${file}`)).matchAll(/<script([^>]+)>/g);
    for (const [, attributes = ''] of sources) expect(attributes).toMatch(/^ src="[^"]+\?id=[^"]+"$/);
  });

  it('the snippet begins with the same stub as the snippet for pages, in at most 400 bytes', async () => {
    const stub = stubOf(await read(`gtm/${file}`));
    expect(stub).toBe(stubOf(await read('vitrina-snippet.html')));
    expect(new TextEncoder().encode(stub).length).toBeLessThanOrEqual(400);
  });
});

describe('stub of the snippets', () => {
  it('the stub records calls before the script is loaded, with their times, and returns promises like the tracker', async () => {
    const page: { vitrina?: { q: unknown[][] } & Record<string, (...values: unknown[]) => unknown>; Promise: unknown } =
      {
        Promise,
      };
    new Function('window', stubOf(await read('vitrina-snippet.html')) ?? '')(page);
    const answer = page.vitrina?.track?.('cart.viewed', { amount: 1 });
    page.vitrina?.consent?.('granted');
    expect(answer).toBeInstanceOf(Promise);
    const [tracked = [], consented = []] = page.vitrina?.q ?? [];
    expect(tracked[0]).toBe('track');
    expect([...(tracked[1] as unknown[])]).toEqual(['cart.viewed', { amount: 1 }]);
    expect(tracked[2]).toBeTypeOf('number');
    (tracked[3] as (value: unknown) => void)('sent');
    await expect(answer).resolves.toBe('sent');
    expect(consented[0]).toBe('consent');
  });
});
