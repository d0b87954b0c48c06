// A server that renders pages imports what its pages import. Nothing may happen, and the process has to end.
import { createRequire } from 'node:module';

const { exports } = createRequire(import.meta.url)('vitrina/package.json');
const before = Object.getOwnPropertyNames(globalThis).length;
const touched = [];
for (const name of ['setTimeout', 'setInterval', 'fetch', 'queueMicrotask']) {
  const real = globalThis[name];
  globalThis[name] = (...values) => {
    touched.push(name);
    return real(...values);
  };
}

const subpaths = Object.keys(exports).filter((path) => !path.endsWith('.json'));
for (const path of subpaths) await import(path.replace('.', 'vitrina'));

const added = Object.getOwnPropertyNames(globalThis).length - before;
console.log(JSON.stringify({ subpaths: subpaths.length, touched, added }));
