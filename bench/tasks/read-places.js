import { readFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';

/** @typedef {{ functionName: string, url: string, lineNumber: number, columnNumber: number }} Frame lines and columns from 0 on */

/** Answers what names a function of Vitrina by file, line and name of the source. */
export const readPlaces = async () => {
  const map = new SourceMap(JSON.parse(await readFile('dist/vitrina.js.map', 'utf8')));
  /** @param {Frame} frame */
  return ({ functionName, url, lineNumber, columnNumber }) => {
    if (!/\/vitrina\.js(\?|$)/.test(url)) return functionName || '(page)';
    const entry = map.findEntry(lineNumber, columnNumber);
    if (!('originalSource' in entry)) return functionName;
    const file = entry.originalSource.replace(/^.*\/(src|node_modules)\//, '');
    return `${file}:${entry.originalLine + 1} ${Reflect.get(entry, 'name') ?? functionName}`.trimEnd();
  };
};

/** @typedef {Awaited<ReturnType<typeof readPlaces>>} ToPlace */
