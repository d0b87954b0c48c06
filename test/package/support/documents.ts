import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { INCLUDED } from '../../../docs/.vitepress/repository-links.ts';
import { slugify } from '../../../docs/.vitepress/slug.ts';
import { read } from './readme.ts';

/** Folders below docs/ with the pages of each language. */
export const LANGUAGES = ['', 'es/', 'pt/'];

/** What the site makes or includes is no page of its own. */
const isPage = (file: string) =>
  file.endsWith('.md') && !/^(?:api|\.vitepress|public)\//.test(file) && !Object.values(INCLUDED).includes(file);

/** The pages in docs/, as files of the repository. */
export const documents = (): string[] =>
  readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter(isPage)
    .map((file) => `docs/${file}`)
    .sort();

/** What is code or a comment has neither headings nor links. */
const withoutCode = (text: string) =>
  text
    .replace(/^( *)```.*?^\1```$/gms, '')
    .replace(/<!--.*?-->/gs, '')
    .replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, ''));

/** The anchors of a page. A title that stands twice gets a number. */
export const anchorsOf = (file: string): string[] => {
  const seen = new Map<string, number>();
  return [...withoutCode(read(file)).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => {
    const slug = slugify(title.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1'));
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count ? `${slug}-${count}` : slug;
  });
};

/** Links of a page that lead to no file or heading of the repository. */
export const deadLinksIn = (file: string): string[] => {
  const text = withoutCode(read(file));
  const targets = [
    ...[...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target),
    ...[...text.matchAll(/^\[[^\]]+\]: (\S+)$/gm)].map(([, target = '']) => target),
    // The front matter of a start page, as the site's addresses.
    ...[...text.matchAll(/^ +link: \/(\S*)$/gm)].map(
      ([, path = '']) => `/docs/${path.replace(/(^|\/)$/, '$1index')}.md`,
    ),
  ];
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [path = '', anchor] = target.split('#');
    const to = path === '' ? file : path.startsWith('/') ? path.slice(1) : join(dirname(file), path);
    if (!existsSync(to)) return true;
    return anchor !== undefined && !anchorsOf(to).includes(anchor);
  });
};
