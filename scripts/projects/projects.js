/** @typedef {import('./try-in-browser.js').Project} Project */

/** The server of Vite, for development or for built files. @param {'dev' | 'preview'} command */
const vite =
  (command) =>
  /** @param {number} port */
  (port) => ['node_modules/vite/bin/vite.js', command, ...['--host', '127.0.0.1', '--port', `${port}`, '--strictPort']];

/** @param {'dev' | 'start'} command */
const next =
  (command) =>
  /** @param {number} port */
  (port) => ['node_modules/next/dist/bin/next', command, '--hostname', '127.0.0.1', '--port', `${port}`];

const ROUTED = { start: '/', about: '/about' };

/** What is tried in a browser. @type {Project[]} */
export const PROJECTS = [
  {
    name: 'vite',
    startFolder: 'src',
    visits: [
      { what: 'its built files send', served: vite('preview'), pages: { start: '/' } },
      { what: 'its server for development sends', served: vite('dev'), pages: { start: '/' } },
    ],
  },
  {
    name: 'webpack',
    visits: [{ what: 'its built files send', served: 'public', pages: { start: '/' } }],
  },
  {
    name: 'react',
    startFolder: 'src',
    visits: [
      { what: 'under StrictMode in development each page counts once', served: vite('dev'), pages: ROUTED },
      {
        what: 'under StrictMode in development each page counts once, although an effect starts and stops Vitrina',
        served: vite('dev'),
        // The effect stops Vitrina before React has set the title.
        pages: { start: '/effect.html', title: '', home: '/', about: '/about' },
      },
      { what: 'of its built files each page counts once', served: vite('preview'), pages: ROUTED },
    ],
  },
  {
    name: 'next',
    startFolder: 'app',
    visits: [
      { what: 'from "next start" each page counts once', served: next('start'), pages: ROUTED },
      { what: 'from "next dev" each page counts once', served: next('dev'), pages: ROUTED },
    ],
  },
  {
    name: 'vue',
    startFolder: 'src',
    visits: [
      { what: 'with Vue Router each page counts once', served: vite('preview'), pages: ROUTED },
      {
        what: 'with Vue Router in the hash each page counts once',
        served: vite('preview'),
        pages: {
          start: '/hash.html',
          loaded: '/hash.html#/',
          home: '/hash.html#/',
          about: '/hash.html#/about',
        },
      },
    ],
  },
  {
    name: 'nuxt',
    startFolder: 'app',
    visits: [
      {
        what: 'with pages rendered on the server each page counts once',
        served: () => ['.output/server/index.mjs'],
        pages: ROUTED,
      },
    ],
  },
  {
    name: 'astro',
    startFolder: 'src',
    visits: [
      {
        what: 'with view transitions each page counts once',
        served: (port) => ['node_modules/astro/astro.js', 'preview', '--host', '127.0.0.1', '--port', `${port}`],
        pages: { start: '/', about: '/about/' },
      },
    ],
  },
  {
    name: 'turbo',
    startFolder: 'src',
    visits: [
      {
        what: 'with Turbo each page counts once',
        served: vite('preview'),
        pages: { start: '/', about: '/about.html' },
      },
      {
        what: 'with Turbo and the script tag each page counts once',
        served: vite('preview'),
        pages: { start: '/tag.html', about: '/tag-about.html' },
      },
    ],
  },
];
