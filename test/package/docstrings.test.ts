// @vitest-environment node
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { complaintsAbout } from './support/readme.ts';

/** Something that the package exports, as its declarations describe it. */
interface Exported {
  /** Such as `vitrina/links: decorateLinks`. */
  name: string;
  isValue: boolean;
  comment: string;
  examples: string[];
}

/** The exports of every subpath. These tests read the built files; `npm test` builds first. */
const readExports = (): Exported[] => {
  const entries = Object.entries(packageJson.exports).flatMap(([path, entry]) =>
    typeof entry === 'object' ? [[path.replace('.', 'vitrina'), entry.types] as const] : [],
  );
  const program = ts.createProgram(
    entries.map(([, file]) => file),
    { target: ts.ScriptTarget.ES2022, moduleResolution: ts.ModuleResolutionKind.Bundler, module: ts.ModuleKind.ESNext },
  );
  const checker = program.getTypeChecker();
  return entries.flatMap(([path, file]) => {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    if (!module) throw new Error(`There is no ${file}; run "npm run build" first.`);
    return checker.getExportsOfModule(module).map((symbol) => {
      const own = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      return {
        name: `${path}: ${symbol.name}`,
        isValue: (own.flags & ts.SymbolFlags.Value) !== 0,
        comment: ts.displayPartsToString(own.getDocumentationComment(checker)),
        examples: own
          .getJsDocTags(checker)
          .filter(({ name }) => name === 'example')
          .map(({ text }) => /```ts\n(.*?)\n```/s.exec(ts.displayPartsToString(text))?.[1] ?? ''),
      };
    });
  });
};

describe('the comments of what the package exports', () => {
  let exported: Exported[];
  beforeAll(() => {
    exported = readExports();
  });

  it('everything that is exported is described', () => {
    expect(exported.length).toBeGreaterThan(60);
    expect(exported.filter(({ comment }) => !comment).map(({ name }) => name)).toEqual([]);
  });

  it('every function and object that is exported has an example', () => {
    const values = exported.filter(({ isValue }) => isValue);
    expect(values.length).toBeGreaterThan(25);
    expect(values.filter(({ examples }) => !examples.some(Boolean)).map(({ name }) => name)).toEqual([]);
  });

  it('every example compiles against the declarations', () => {
    const wrong = `import { gpc } from 'vitrina/consent/gpc';\ngpc(1);`;
    const examples = [...new Set(exported.flatMap(({ examples }) => examples))];
    expect(complaintsAbout([...examples, wrong])).toEqual([[wrong, expect.stringContaining('arguments')]]);
  }, 60_000);
});
