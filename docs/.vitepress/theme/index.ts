import { onContentUpdated } from 'vitepress';
import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import { h } from 'vue';
import { heroPicture } from './hero-picture.ts';
import { hasPage, LOCALES } from './pages.ts';
import './drawings.css';
import './style.css';

/**
 * VitePress does not say which part of its start page is the main one, so we do.
 *
 * The menu of languages leads to the same page in another language. Not every page has been translated, so a page that does
 * not exist becomes the start of that language.
 */
const theme: Theme = {
  extends: DefaultTheme,
  Layout: () =>
    h(DefaultTheme.Layout, null, {
      'home-hero-image': () => h('div', { class: 'hero-picture', innerHTML: heroPicture }),
    }),
  setup: () => onContentUpdated(() => document.querySelector('.VPHome')?.setAttribute('role', 'main')),
  enhanceApp: ({ router, siteData }) => {
    router.onBeforeRouteChange = (to) => {
      const { base } = siteData.value;
      const path = new URL(to, 'http://docs.invalid').pathname.slice(base.length);
      const locale = LOCALES.find((one) => path.startsWith(`${one}/`));
      if (!locale || hasPage(path)) return true;
      void router.go(`${base}${locale}/`);
      return false;
    };
  },
};

export default theme;
