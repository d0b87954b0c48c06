import { defineConfig } from 'vitepress';
import { drawings } from './drawings/figure.ts';
import { plainBraces, scrollingTables, wholeNames } from './markdown.ts';
import { english, portuguese, spanish } from './navigation.ts';
import { repositoryLinks } from './repository-links.ts';
import { slugify } from './slug.ts';
import { englishWords, portugueseWords, searchLocales, spanishWords } from './words.ts';

export default defineConfig({
  title: 'Vitrina',
  // The demo serves the site below this path; a host of its own sets another one.
  base: process.env.DOCS_BASE ?? '/docs/',
  lastUpdated: false,
  // Prettier, eslint and git leave these two alone.
  outDir: '.vitepress/dist',
  cacheDir: '.vitepress/cache',
  markdown: {
    anchor: { slugify },
    toc: { slugify },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: (md) => {
      md.use(repositoryLinks).use(scrollingTables).use(plainBraces).use(wholeNames).use(drawings);
    },
  },
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  themeConfig: {
    search: { provider: 'local', options: { locales: searchLocales } },
    externalLinkIcon: true,
  },
  locales: {
    root: {
      label: 'English',
      lang: 'en',
      description: 'What the visitors of a shop do, told once each, and kept until it has arrived.',
      themeConfig: {
        ...englishWords,
        nav: [
          { text: 'Start', link: '/start' },
          { text: 'Install', link: '/install/' },
          { text: 'Actions', link: '/actions' },
          { text: 'When nothing arrives', link: '/when-nothing-arrives' },
        ],
        sidebar: english(),
      },
    },
    es: {
      label: 'Español',
      lang: 'es',
      description: 'Lo que hacen los visitantes de una tienda, contado una sola vez y guardado hasta que llega.',
      themeConfig: {
        ...spanishWords,
        nav: [
          { text: 'Inicio', link: '/es/start' },
          { text: 'Instalar', link: '/es/install/' },
          { text: 'Cuando no llega nada', link: '/es/when-nothing-arrives' },
        ],
        sidebar: spanish(),
      },
    },
    pt: {
      label: 'Português',
      lang: 'pt-BR',
      description: 'O que os visitantes de uma loja fazem, contado uma única vez e guardado até chegar.',
      themeConfig: {
        ...portugueseWords,
        nav: [
          { text: 'Início', link: '/pt/start' },
          { text: 'Instalar', link: '/pt/install/' },
          { text: 'Quando nada chega', link: '/pt/when-nothing-arrives' },
        ],
        sidebar: portuguese(),
      },
    },
  },
});
