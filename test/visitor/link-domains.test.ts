import { describe, expect, it } from 'vitest';
import { createDomainTest } from '../../src/visitor/link-domains.ts';

describe('listed domain', () => {
  const isLinked = createDomainTest(['pago.example', 'tienda.com.uy']);

  it.each(['pago.example', 'www.pago.example', 'a.b.pago.example', 'tienda.com.uy', 'www.tienda.com.uy'])(
    'a listed domain covers %s',
    (host) => expect(isLinked(host)).toBe(true),
  );

  it.each([
    'example',
    'mipago.example',
    'pago.example.evil.test',
    'evil.test',
    'com.uy',
    'otra.com.uy',
    'pago.example.',
    '',
  ])('a listed domain does not cover "%s"', (host) => expect(isLinked(host)).toBe(false));
});

it.each([
  'https://Pago.Example/checkout?x=1',
  '//pago.example',
  '.pago.example',
  '*.pago.example',
  'https://*.pago.example/',
  ' PAGO.example ',
  'pago.example:8443',
  'pago.example/cart',
])('a domain may be listed as "%s"', (entry) => {
  const isLinked = createDomainTest([entry]);
  expect(isLinked('pago.example')).toBe(true);
  expect(isLinked('www.pago.example')).toBe(true);
  expect(isLinked('www.other.example')).toBe(false);
});

it('a listed domain may have letters of any alphabet', () => {
  expect(createDomainTest(['ñandú.example'])(new URL('https://www.ñandú.example').hostname)).toBe(true);
});

it.each([
  ['com', 'shop.com'],
  ['localhost', 'evil.localhost'],
  ['myvtex.com', 'other.myvtex.com'],
  ['mitiendanube.com', 'b.mitiendanube.com'],
  ['10.0.0.1', '1.10.0.0.1'],
])('the shared domain %s covers only itself, not %s', (entry, below) => {
  const isLinked = createDomainTest([entry]);
  expect(isLinked(entry)).toBe(true);
  expect(isLinked(below)).toBe(false);
});

it('the listed domain of one shop on a platform does not cover another shop', () => {
  const isLinked = createDomainTest(['a.mitiendanube.com']);
  expect(isLinked('a.mitiendanube.com')).toBe(true);
  expect(isLinked('b.mitiendanube.com')).toBe(false);
});

it.each([[''], ['.'], ['*'], ['http://'], ['a b'], [null], [undefined], [7], [{}]])(
  'the invalid entry %j covers no domain',
  (entry) => {
    const isLinked = createDomainTest([entry as string]);
    for (const host of ['', 'shop.example', 'localhost', 'com']) expect(isLinked(host)).toBe(false);
  },
);
