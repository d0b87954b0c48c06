/** Who may import whom; ARCHITECTURE.md shows the same as a picture. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^src/', pathNot: allowed },
});

const types = '(types|event-types|actions)\\.ts';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    only('types-import-types', `^src/${types}`, `^src/${types}`),
    only('core-is-pure', '^src/core/', `^src/(core/|${types})`),
    only('browser-below-tracker', '^src/browser/', `^src/(browser/|core/|${types})`),
    only('plugins-use-the-public-contract', '^src/plugins/', `^src/(browser/lifecycle|plugins/catalogue|${types})`),
    only('consent-sources-stand-alone', '^src/consent/', `^src/(consent/|browser/lifecycle|${types})`),
    only(
      'observers-stand-alone',
      '^src/observe/',
      `^src/(observe/|browser/(env|lifecycle|storage)|core/(digest|env|fingerprint|ids|json|redact)|${types})`,
    ),
    only(
      'links-stand-alone',
      '^src/links/',
      `^src/(links/|browser/lifecycle|core/(session|session-link|domain)|${types})`,
    ),
    only(
      'sandboxes-know-no-document',
      '^src/worker/',
      `^src/(worker/|core/|browser/transport|observe/(facts|money|wire)|library|say|${types})`,
    ),
    only(
      'pixel-stands-alone',
      '^src/pixel/',
      `^src/(pixel/|worker/|core/|browser/lifecycle|observe/(facts|money|values)|${types})`,
    ),
    only(
      'nube-stands-alone',
      '^src/nube/',
      `^src/(nube/|worker/|core/|observe/(facts|money|values|products|state)|say|${types})`,
    ),
    only('panel-stands-alone', '^src/panel/', `^src/(panel/|core/json|observe/(facts|money)|script/heard|${types})`),
    only(
      'tracker-knows-no-plugin',
      '^src/(tracker|engine|pipeline|options|answers|calls|context|create-tracker|guard|redaction|say|library|watch-page)\\.ts',
      '^src/(?!plugins/|consent/|links/|observe/|hellotext/|worker/|pixel/|nube/|default-plugins|script|index)',
    ),
    {
      name: 'one-dependency',
      comment: 'js-cookie is the only package in the page, and one file knows it',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/browser/cookies\\.ts' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
  },
};
