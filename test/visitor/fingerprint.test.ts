import { expect, it } from 'vitest';
import { toFingerprint } from '../../src/visitor/fingerprint.ts';

const session = '5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e11';

const base = { session, user_id: 'cli-1', name: 'Ana', tags: ['a', 'b'], address: { city: 'Salto', zip: 50000 } };

it.each<[string, Record<string, unknown>]>([
  [
    'the order of keys',
    { address: { zip: 50000, city: 'Salto' }, tags: ['a', 'b'], name: 'Ana', user_id: 'cli-1', session },
  ],
  ['blanks around a text', { ...base, name: '  Ana ' }],
  ['what is empty', { ...base, phone: '', email: null, more: undefined, extra: {} }],
])('the fingerprint does not depend on %s', (_name, other) => {
  expect(toFingerprint(other)).toBe(toFingerprint(base));
});

it.each<[string, Record<string, unknown>]>([
  ['the order of a list', { ...base, tags: ['b', 'a'] }],
  ['the session', { ...base, session: 'another-session' }],
  ['a value', { ...base, name: 'Eva' }],
  ['case', { ...base, name: 'ANA' }],
  ['text or number', { ...base, address: { city: 'Salto', zip: '50000' } }],
  ['a further value', { ...base, since: 2020 }],
])('the fingerprint depends on %s', (_name, other) => {
  expect(toFingerprint(other)).not.toBe(toFingerprint(base));
});

it('the fingerprint has the form that Hellotext.js uses where there is no digest, as on http pages', () => {
  expect(toFingerprint(base)).toMatch(/^v1:[\da-f]{8}$/);
  expect(toFingerprint({ ...base })).toBe(toFingerprint(base));
});

it('the fingerprint stays the same in later versions, so that known visitors are not identified again', () => {
  expect(toFingerprint(base)).toBe('v1:2212a806');
});

it('the fingerprint takes property names of any kind', () => {
  const odd = { 'a b': { toString: 'x' }, a: { toString: 'y', valueOf: 1 }, 'a,': 2 };
  const turned = { 'a,': 2, a: { valueOf: 1, toString: 'y' }, 'a b': { toString: 'x' } };
  expect(toFingerprint({ ...base, odd })).toBe(toFingerprint({ ...base, odd: turned }));
});
