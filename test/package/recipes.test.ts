import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import ts from 'typescript';
import { beforeEach, describe, expect, it } from 'vitest';
import { advance, useClock } from '../support/harness.ts';
import { openPage } from '../support/page.ts';
import { blocks, page, read, section } from './support/readme.ts';

// Vue and Preact come with VitePress, which makes the site.
const own = createRequire(import.meta.url);
const installed = createRequire(own.resolve('vitepress/package.json'));
const search = createRequire(installed.resolve('@docsearch/js'));

beforeEach(() => {
  useClock();
  document.body.innerHTML = '<div id="app"></div><div id="root"></div>';
});

const sample = (title: string, language: string, index = 0) =>
  blocks(section(title, page('recipes')), language)[index] ?? '';

/** Runs a sample as a module, with these modules in place of those that it imports. Returns what it exports. */
const runSample = (code: string, modules: Record<string, unknown>): Record<string, unknown> => {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      jsx: ts.JsxEmit.ReactJSX,
      esModuleInterop: true,
    },
  });
  const exports = {};
  const load = (name: string) => {
    if (!(name in modules)) throw new Error(`The sample imports ${name}, which the test does not have.`);
    return modules[name];
  };
  new Function('require', 'exports', outputText)(load, exports);
  return exports;
};

/** A page in which the samples send to a network of the test. */
const open = async () => {
  const opened = await openPage();
  const vitrina = { __esModule: true, default: opened.vitrina };
  const startVitrina = () => runSample(sample('One file for all of them', 'ts'), { vitrina });
  return { ...opened, modules: { vitrina }, startVitrina };
};

const react = () => ({
  react: search('preact/compat'),
  'react/jsx-runtime': search('preact/jsx-runtime'),
  'react-dom/client': search('preact/compat/client'),
});

const actions = (events: () => { action: string }[]) => events().map(({ action }) => action);

describe('recipes', () => {
  it('the recipe for Vue starts with the app', async () => {
    const { events, startVitrina } = await open();
    const vue = installed('vue');
    runSample(sample('Vue', 'tsx'), {
      vue,
      './App.vue': { __esModule: true, default: { render: () => vue.h('button') } },
      './router': { router: { install: () => {} } },
      './start-vitrina': startVitrina(),
    });
    await advance(3_000);
    expect(document.querySelector('button')).not.toBeNull();
    expect(actions(events)).toEqual(['page.viewed']);
  });

  it('the recipe for React starts once before the first render, and its component reports a click', async () => {
    const { modules, events, startVitrina } = await open();
    const { AddToCart } = runSample(sample('React, with StrictMode', 'tsx', 1), { ...modules, ...react() });
    const { jsx } = search('preact/jsx-runtime');
    const App = () => jsx(AddToCart, { reference: 'jarra-costa', price: 2190 });
    runSample(sample('React, with StrictMode', 'tsx'), {
      ...react(),
      './App': { App },
      './start-vitrina': startVitrina(),
    });
    await advance(100);
    document.querySelector('button')?.click();
    await advance(3_000);
    expect(actions(events)).toEqual(['page.viewed', 'cart.added']);
    expect(events()[1]).toMatchObject({ amount: 2190 });
  });

  it('the recipe for Next.js counts the page once, although the component is mounted twice as under StrictMode', async () => {
    const { events, startVitrina } = await open();
    const { Vitrina } = runSample(sample('Next.js, App Router', 'tsx'), {
      ...react(),
      './start-vitrina': startVitrina(),
    });
    const { render } = search('preact/compat');
    const { jsx } = search('preact/jsx-runtime');
    const root = document.getElementById('root');
    for (let mounted = 0; mounted < 2; mounted++) {
      render(jsx(Vitrina, {}), root);
      await advance(100);
      render(null, root);
    }
    await advance(3_000);
    expect(actions(events)).toEqual(['page.viewed']);
  });

  it('the recipe for routers that use the hash counts each route', async () => {
    const { modules, events } = await open();
    runSample(sample('Routers that use the hash', 'ts'), modules);
    await advance(3_000);
    history.pushState(null, '', '#/cart');
    await advance(3_000);
    expect(actions(events)).toEqual(['page.viewed', 'page.viewed']);
  });

  // These projects are built and visited by `npm run try:projects`.
  it.each([
    ['One file for all of them', 'ts', 0, 'start-vitrina.ts'],
    ['React, with StrictMode', 'tsx', 0, 'react/src/main.tsx'],
    ['React, with StrictMode', 'tsx', 1, 'react/src/AddToCart.tsx'],
    ['Next.js, App Router', 'tsx', 0, 'next/app/vitrina.tsx'],
    ['Next.js, App Router', 'tsx', 1, 'next/app/layout.tsx'],
    ['Vue', 'tsx', 0, 'vue/src/main.ts'],
    ['Vue', 'vue', 0, 'vue/src/AddToCart.vue'],
    ['Nuxt', 'tsx', 0, 'nuxt/app/plugins/vitrina.client.ts'],
    ['Astro, with view transitions', 'astro', 0, 'astro/src/layouts/Layout.astro'],
    ['Turbo', 'tsx', 0, 'turbo/src/main.ts'],
    ['Routers that use the hash', 'ts', 0, 'vue/src/start-with-hash.ts'],
  ])('the recipe "%s" (%s %i) is the file %s of the projects', (title, language, index, file) => {
    // The first line of a sample may say where it belongs.
    expect(sample(title, language, index).replace(/^\/\/ \S+\n/, '')).toBe(read(`test/projects/${file}`));
  });

  it('the projects name exact versions, and their lock files no registry but the public one', () => {
    const projects = readdirSync('test/projects', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(projects.length).toBeGreaterThan(8);
    for (const { name } of projects) {
      const { dependencies = {} } = JSON.parse(read(`test/projects/${name}/package.json`)) as {
        dependencies?: Record<string, string>;
      };
      for (const version of Object.values(dependencies)) expect(version, name).toMatch(/^(npm:[\w-]+@)?\d+\.\d+\.\d+$/);
      const resolved = [...read(`test/projects/${name}/package-lock.json`).matchAll(/"resolved": "(.*)"/g)];
      for (const [, address] of resolved) expect(address, name).toMatch(/^https:\/\/registry\.npmjs\.org\//);
    }
  });
});
