import { posix } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

/** Files outside docs/ that the site shows, by the page that includes them. */
export const INCLUDED: Readonly<Record<string, string>> = {
  'collector/README.md': 'collector/index.md',
  'collector/PROTOCOL.md': 'collector/protocol.md',
  'collector/STORE.md': 'collector/store.md',
};

/** `npm run docs` copies these files to the site. */
const SCHEMAS = 'collector/schema/';

const sourceOf = new Map(Object.entries(INCLUDED).map(([source, page]) => [page, source]));

/** The page as a file of the repository: the one that it includes, or the page itself. */
const fileOf = (page: string) => sourceOf.get(page) ?? `docs/${page}`;

/**
 * Where a link of a page leads on the site: an address, or `undefined` if the site does not have that file. Links are
 * written for the repository, where GitHub shows them.
 */
export const siteLink = (page: string, href: string): string | undefined => {
  if (/^(?:[a-z]+:|#|\/)/i.test(href)) return href;
  const [path = '', anchor] = href.split('#');
  const file = posix.join(posix.dirname(fileOf(page)), path);
  if (file.startsWith(SCHEMAS)) return `/schema/${file.slice(SCHEMAS.length)}`;
  const target = INCLUDED[file] ?? (file.startsWith('docs/') ? file.slice('docs/'.length) : undefined);
  if (target === undefined) return undefined;
  return `/${target}${anchor ? `#${anchor}` : ''}`;
};

/** Points links of the repository to pages of the site. A link to a file that the site does not have stays as words. */
export const repositoryLinks = (md: MarkdownRenderer): void => {
  md.core.ruler.push('repository-links', ({ tokens, env }) => {
    for (const { children } of tokens) {
      let isInside = true;
      for (const token of children ?? []) {
        if (token.type === 'link_close' && !isInside) {
          Object.assign(token, { tag: 'span', type: 'span_close' });
          isInside = true;
        }
        if (token.type !== 'link_open') continue;
        const link = siteLink(env.relativePath, token.attrGet('href') ?? '');
        isInside = link !== undefined;
        if (link !== undefined) token.attrSet('href', link);
        else Object.assign(token, { tag: 'span', type: 'span_open', attrs: null });
      }
    }
  });
};
