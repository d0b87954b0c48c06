// @vitest-environment node

import { describe, expect, it } from 'vitest';
import { pagesInMenus } from '../../docs/.vitepress/navigation.ts';
import { INCLUDED, siteLink } from '../../docs/.vitepress/repository-links.ts';
import { deadLinksIn, documents } from './support/documents.ts';

const others = ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'CHANGELOG.md', ...Object.keys(INCLUDED)];

describe.each([...others, ...documents()])('links of %s', (file) => {
  it('every link of the page leads to an existing file and heading', () => {
    expect(deadLinksIn(file)).toEqual([]);
  });
});

describe('the site', () => {
  const addressOf = (page: string) => `/${page.replace(/\.md$/, '').replace(/(^|\/)index$/, '$1')}`;

  it('the menus lead to every page, and to none that does not exist', () => {
    const pages = [...documents().map((file) => file.slice('docs/'.length)), ...Object.values(INCLUDED)];
    const starts = ['/', '/es/', '/pt/'];
    const expected = pages.map(addressOf).filter((address) => !starts.includes(address));
    const inMenus = new Set(pagesInMenus().filter((address) => !address.startsWith('/api/')));
    expect([...inMenus].sort()).toEqual(expected.sort());
  });

  it('a link of the repository leads to the page that shows the file, and to nothing if the site does not have it', () => {
    expect(siteLink('start.md', '../collector/README.md#servers')).toBe('/collector/index.md#servers');
    expect(siteLink('es/start.md', '../consent.md')).toBe('/consent.md');
    expect(siteLink('collector/protocol.md', 'README.md#servers')).toBe('/collector/index.md#servers');
    expect(siteLink('collector/protocol.md', 'schema/batch.v1.json')).toBe('/schema/batch.v1.json');
    expect(siteLink('collector/index.md', '../docs/automations.md')).toBe('/automations.md');
    expect(siteLink('calls.md', '../src/types/tracker.ts')).toBeUndefined();
    expect(siteLink('start.md', 'https://shop.example/')).toBe('https://shop.example/');
  });
});
