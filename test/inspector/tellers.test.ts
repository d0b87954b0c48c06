import { afterEach, expect, it, vi } from 'vitest';

const loadPage = async (language: string) => {
  vi.resetModules();
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue([language]);
  return import('../../collector/inspector/tellers.js');
};
afterEach(() => vi.restoreAllMocks());

it.each([
  ['en', { trusted: false, observed_by: 'rule' }, 'the browser'],
  ['en', { trusted: true, observed_by: 'rule' }, 'an automation'],
  ['en', { trusted: true, observed_by: 'tiendanube' }, 'Tiendanube'],
  ['pt', { trusted: true, observed_by: 'tiendanube' }, 'Nuvemshop'],
  ['en', { trusted: true, observed_by: null }, 'the shop’s server'],
  ['es', { trusted: true, observed_by: 'rule' }, 'una automatización'],
])('in %s an event of %j is told by %s', async (language, row, wanted) => {
  const { tellersOf } = await loadPage(language);
  expect(tellersOf([row])).toBe(wanted);
});
