import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';

export const read = (file: string) => readFileSync(file, 'utf8');
export const readme = read('README.md');
/** A page of the documentation, by its name below docs/. */
export const page = (name: string) => read(`docs/${name}.md`);
export const built = (file: string) => {
  if (!existsSync(`dist/${file}`)) throw new Error(`There is no dist/${file}; run "npm run build" first.`);
  return read(`dist/${file}`);
};

/** Returns the text below a heading, up to the next heading of its level or above. */
export const section = (title: string, text: string) => {
  const [start, marks = ''] = new RegExp(`^(#+) ${title.replace(/[.*+?()[\]]/g, '\\$&')}$`, 'm').exec(text) ?? [];
  if (!start) throw new Error(`There is no section "${title}".`);
  const rest = text.slice(text.indexOf(`\n${start}\n`) + start.length + 1);
  const end = rest.search(new RegExp(`^#{1,${marks.length}} `, 'm'));
  return end < 0 ? rest : rest.slice(0, end);
};

export const blocks = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, code = '']) => code);

/** The texts in `code` format in the first column of a section's tables. */
export const firstCells = (title: string, text: string) =>
  section(title, text)
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| -/.test(line))
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ''));

export const declared = (file: string, name: string): ts.Node => {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  const found = source.statements.find(
    (node) => (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) && node.name.text === name,
  );
  if (!found) throw new Error(`${file} declares no ${name}.`);
  return found;
};

export const membersOf = (file: string, name: string) => {
  const node = declared(file, name);
  if (!ts.isInterfaceDeclaration(node)) throw new Error(`${name} is no interface.`);
  return node.members.map((member) => (member.name as ts.Identifier | ts.StringLiteral).text);
};

/** The compiler's messages about snippets. A snippet without an import gets one of the package. */
export const complaintsAbout = (snippets: string[]) => {
  const files = new Map(
    snippets.map((code, index) => [
      resolve(`readme-${index}.ts`),
      /^import /m.test(code) ? code : `import vitrina from 'vitrina';\n${code}`,
    ]),
  );
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    types: [],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, version, ...rest) => {
    const code = files.get(resolve(name));
    return code === undefined ? getSourceFile(name, version, ...rest) : ts.createSourceFile(name, code, version);
  };
  host.fileExists = (name) => files.has(resolve(name)) || fileExists(name);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([...files.keys()], options, host))
    .map(({ file, messageText }) => [file?.text, ts.flattenDiagnosticMessageText(messageText, ' ')]);
};

/** Bytes that the import of one name adds to an app, as `npm run size` measures it. */
export const measureImport = async (name: string): Promise<number> => {
  // If a size exceeds its limit, the command fails, and still prints its report.
  const { stdout } = await promisify(execFile)('node', ['node_modules/size-limit/bin.js', '--json']).catch(
    (error: { stdout: string }) => error,
  );
  const rows = JSON.parse(stdout) as { name: string; size: number }[];
  const row = rows.find((one) => one.name.includes(name));
  if (!row) throw new Error(`npm run size measures no import of ${name}.`);
  return row.size;
};
