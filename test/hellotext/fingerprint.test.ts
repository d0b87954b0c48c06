import { createHash } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { toFingerprint } from '../../src/hellotext/fingerprint.ts';

const session = '5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e11';

it('is a versioned SHA-256 of the sorted values', async () => {
  const text = `{"email":"lucia@ejemplo.uy","session":"${session}","user_id":"cli-1"}`;
  const hash = createHash('sha256').update(text).digest('hex');
  expect(await toFingerprint({ user_id: 'cli-1', session, email: 'lucia@ejemplo.uy' })).toBe(`v1:${hash}`);
});

const base = { session, user_id: 'cli-1', name: 'Ana', tags: ['a', 'b'], address: { city: 'Salto', zip: 50000 } };

it.each<[string, Record<string, unknown>]>([
  [
    'the order of keys',
    { address: { zip: 50000, city: 'Salto' }, tags: ['a', 'b'], name: 'Ana', user_id: 'cli-1', session },
  ],
  ['blanks around a text', { ...base, name: '  Ana ' }],
  ['what is empty', { ...base, phone: '', email: null, more: undefined, extra: {}, task: () => 1 }],
])('does not depend on %s', async (_name, other) => {
  expect(await toFingerprint(other)).toBe(await toFingerprint(base));
});

it.each<[string, Record<string, unknown>]>([
  ['the order of a list', { ...base, tags: ['b', 'a'] }],
  ['the session', { ...base, session: 'another-session' }],
  ['a value', { ...base, name: 'Eva' }],
  ['case', { ...base, name: 'ANA' }],
  ['text or number', { ...base, address: { city: 'Salto', zip: '50000' } }],
  ['a date', { ...base, since: new Date(0) }],
])('depends on %s', async (_name, other) => {
  expect(await toFingerprint(other)).not.toBe(await toFingerprint(base));
});

it('is a short one where the browser has no digest, as on http pages', async () => {
  vi.stubGlobal('crypto', {});
  const [one, other] = [await toFingerprint(base), await toFingerprint({ ...base, name: 'Eva' })];
  expect(one).toMatch(/^v1:[\da-f]{8}$/);
  expect(other).not.toBe(one);
  expect(await toFingerprint({ ...base })).toBe(one);
});
