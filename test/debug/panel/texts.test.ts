import { expect, it } from 'vitest';
import { en } from '../../../src/debug/panel/texts/en.ts';
import { es } from '../../../src/debug/panel/texts/es.ts';
import { pt } from '../../../src/debug/panel/texts/pt.ts';
import { flatten } from '../../../src/debug/panel/fields.ts';
import { takeShopOptions } from '../../../src/script/shop-options.ts';
import { checkOptions } from '../../../src/tracker/check-options.ts';

const placesIn = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

it.each([
  ['Spanish', es],
  ['Portuguese', pt],
])('each text of the panel is there in %s, with the same values in it', (_name, texts) => {
  const { allowed: _allowed, ...others } = texts;
  const { allowed: _none, ...english } = en;
  const found = new Map(flatten(others));
  const wanted = flatten(english);
  expect([...found.keys()].sort()).toEqual(wanted.map(([path]) => path).sort());
  for (const [path, text] of wanted) expect([path, placesIn(found.get(path) ?? '')]).toEqual([path, placesIn(text)]);
});

const OPTIONS =
  'endpoint destination credentials session autoGenerateSession linkSessions pageViews clicks consent cookie flushAfter batchSize redact transform plugins debug';
const SHOP_OPTIONS = 'source delivery dataLayer forms rules checkout dialogs refunds linkDomains';

it('what an option may be is translated for each option', () => {
  const messageOf = (task: () => unknown) => {
    try {
      task();
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('The value was allowed.');
  };
  const wrong = (name: string) => ({ endpoint: '/in', [name]: Symbol('wrong') });
  const messages = [
    ...OPTIONS.split(' ').map((name) => messageOf(() => checkOptions('xy76ks', wrong(name) as never))),
    ...SHOP_OPTIONS.split(' ').map((name) => messageOf(() => takeShopOptions(wrong(name)))),
  ];
  for (const message of messages) {
    const [, allowed = ''] = / must be (.+); got /.exec(message) ?? [];
    // What is only names and braces needs no translation.
    if (/^\{[\w ,]+\}$/.test(allowed)) continue;
    expect(Object.keys(es.allowed), message).toContain(allowed);
    expect(Object.keys(pt.allowed), message).toContain(allowed);
  }
});
