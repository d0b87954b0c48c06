import { describe, expect, it } from 'vitest';
import { createAmountReader, toAmount, toUnits } from '../../src/facts/money.ts';
import { toText, toUrl } from '../../src/facts/values.ts';

describe('entity of HTML in a text of a shop', () => {
  it.each([
    ['Mate &#8211; bombilla', 'Mate – bombilla'],
    ['L&#8217;Or&eacute;al', 'L’Oréal'],
    ['Ni&ntilde;o', 'Niño'],
    [
      '&Eacute;toile &ccedil;a Cr&egrave;me p&acirc;t&eacute; M&uuml;ller S&Atilde;O',
      'Étoile ça Crème pâté Müller SÃO',
    ],
    ['Mate &#038; yerba', 'Mate & yerba'],
    ['Mate &#x26; yerba &#X2013; 1kg', 'Mate & yerba – 1kg'],
    ['30&#215;40', '30×40'],
    ['Mate&nbsp;azul', 'Mate azul'],
    ['Mate &#129481;', 'Mate 🧉'],
    ['&quot;A&quot; &amp; &lt;B&gt; &apos;C&#39; &#039;D&#39;', `"A" & <B> 'C' 'D'`],
    ['&amp;eacute;', '&eacute;'],
    ['Mate & bombilla; 2 &c; &#; &unknown; &e; &toString;', 'Mate & bombilla; 2 &c; &#; &unknown; &e; &toString;'],
  ])('the name "%s" is the text "%s"', (name, text) => expect(toText(name)).toBe(text));

  it.each(['&#0;', '&#x0;', '&#7;', '&#x7f;', '&#146;', '&#xD800;', '&#57343;', '&#x110000;', '&#xffffff;'])(
    'the entity %s is no character, and nothing of it is left',
    (entity) => expect(toText(`Mate ${entity} azul`)).toBe('Mate azul'),
  );

  it('an e-mail address that is written with entities is removed', () => {
    expect(toText('Para ana&#64;example&#46;com y bea&#x40;example.com')).toBe('Para … y …');
  });

  it('an address has its characters instead of their entities', () => {
    expect(toUrl('/mate?a=1&#038;b=2&#x26;c=3&amp;d=ni&ntilde;o')).toBe('/mate?a=1&b=2&c=3&d=niño');
  });

  it('a text of nothing but beginnings of entities is read at once', () => {
    const begun = performance.now();
    for (const begin of ['&', '&#', '&#x', '&#1', '&e']) {
      toText(begin.repeat(100_000));
      toUrl(begin.repeat(100_000));
      toUnits(begin.repeat(100_000));
    }
    expect(performance.now() - begun).toBeLessThan(500);
  });
});

describe('amount whose sign is an entity', () => {
  it.each([
    ['&#36;10.00', 'USD', 10],
    ['&#36;1.250,00', 'UYU', 1250],
    ['R&#36;&nbsp;1.299,90', 'BRL', 1299.9],
    ['&#8364;12,50', 'EUR', 12.5],
    ['&#8370;150.000', 'PYG', 150_000],
    ['&#x24;10.00', 'USD', 10],
    ['1.250,00&nbsp;&#8364;', 'EUR', 1250],
    ['1&#8239;250,00&#160;&euro;', 'EUR', 1250],
    ['2 x &#036; 500', 'ARS', 500],
  ])('"%s" in %s is %d for a reader of texts and for one of a machine format', (text, currency, amount) => {
    const read = createAmountReader(currency, [text]);
    expect([toUnits(text, currency), read(text)].map((units) => toAmount(units!))).toEqual([amount, amount]);
  });
});
