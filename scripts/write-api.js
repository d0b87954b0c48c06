import { readFileSync } from 'node:fs';
import { Application, Converter, ReflectionKind } from 'typedoc';

/**
 * The public modules of the package, by the file that each one is made from.
 *
 * @returns {Map<string, string>}
 */
const publicModules = () => {
  /** @type {{ name: string, exports: Record<string, string | { types: string }> }} */
  const { name, exports } = JSON.parse(readFileSync('package.json', 'utf8'));
  return new Map(
    Object.entries(exports).flatMap(([subpath, target]) =>
      typeof target === 'string'
        ? []
        : [[target.types.replace('./dist/', 'src/').replace('.d.ts', '.ts'), subpath.replace('.', name)]],
    ),
  );
};

/**
 * Writes the API reference: a page for each module that the package exports, out of the comments of its types.
 *
 * @param {string} folder
 * @returns {Promise<boolean>} whether it could be written
 */
export const writeApi = async (folder) => {
  const modules = publicModules();
  const entryPoints = [...modules.keys()];
  const app = await Application.bootstrapWithPlugins(
    /** @type {import('typedoc').TypeDocOptions} */ ({
      name: 'API reference',
      entryPoints,
      tsconfig: 'tsconfig.json',
      out: folder,
      plugin: ['typedoc-plugin-markdown'],
      router: 'module',
      entryFileName: 'index',
      hidePageHeader: true,
      hideBreadcrumbs: true,
      readme: 'none',
      disableSources: true,
      githubPages: false,
      logLevel: 'Error',
      parametersFormat: 'table',
      interfacePropertiesFormat: 'table',
      typeDeclarationFormat: 'table',
    }),
  );
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
      const name = modules.get(`src/${module.name}.ts`) ?? modules.get(`src/${module.name}/index.ts`);
      if (name) module.name = name;
    }
  });
  const project = await app.convert();
  if (!project) return false;
  await app.generateOutputs(project);
  return !app.logger.hasErrors();
};
