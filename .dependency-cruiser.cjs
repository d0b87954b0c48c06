/** Who may import whom; ARCHITECTURE.md lists the same rules in words. `only(name, A, B)`: files of A import nothing of src but B. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^src/', pathNot: `^src/(${allowed})` },
});

/** The folders of the collector from the lowest to the highest; each may import what is before it. */
const layers = [
  'options',
  'log',
  'http',
  'automations',
  'store',
  'faults',
  'ingest',
  'stream',
  'outbound',
  'connections',
  'inspect',
  'operation',
  'server',
  'commands',
];

module.exports = {
  forbidden: [
    ...layers.map((layer, index) => ({
      name: `collector-${layer}-looks-down`,
      severity: 'error',
      from: { path: `^collector/src/${layer}/` },
      to: { path: `^collector/src/(${layers.slice(index + 1).join('|') || 'none'})/` },
    })),
    {
      name: 'collector-stands-alone',
      severity: 'error',
      from: { path: '^collector/' },
      to: { path: '^(src|examples|test|scripts)/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-folder-cycles',
      severity: 'error',
      scope: 'folder',
      from: { path: '^(src|collector/src)/[^/]+$' },
      to: { circular: true },
    },
    only('types-stand-alone', '^src/types/', 'types/'),
    only('base-stands-alone', '^src/base/', 'base/|types/'),
    only('browser-above-base', '^src/browser/', 'browser/|base/|types/'),
    only('events-are-pure', '^src/events/', 'events/|base/|types/'),
    only('privacy-is-pure', '^src/privacy/[^/]+\\.ts', 'privacy/[^/]+\\.ts|base/|types/'),
    only(
      'consent-sources-stand-alone',
      '^src/privacy/consent-sources/',
      'privacy/consent-sources/|browser/listen|types/',
    ),
    only('delivery-is-pure', '^src/delivery/', 'delivery/|events/|base/|types/'),
    only('facts-are-pure', '^src/facts/', 'facts/|privacy/redact-url|base/|types/'),
    only(
      'visitor-is-pure',
      '^src/visitor/(?!cookies|address-bar)',
      'visitor/(?!cookies|address-bar)|privacy/redact-url|base/|types/',
    ),
    only('visitor-page-side', '^src/visitor/(cookies|address-bar)', 'visitor/|base/|types/'),
    only('plugins-use-the-public-contract', '^src/plugins/', 'plugins/|browser/listen|types/'),
    only(
      'links-stand-alone',
      '^src/links/',
      'links/|visitor/(session-link|link-domains)|browser/(listen|of-document)|types/',
    ),
    only(
      'observe-stands-alone',
      '^src/observe/',
      'observe/|facts/|visitor/(visit|fingerprint)|events/ids|browser/(env|listen|of-document|storage)|base/|types/',
    ),
    only(
      'observe-ledger-is-pure',
      '^src/observe/ledger/',
      'observe/(ledger/|adapter)|facts/|visitor/visit|base/|types/',
    ),
    only('debug-stands-alone', '^src/debug/', 'debug/|facts/|privacy/redact-url|browser/listen|base/|types/'),
    only(
      'tracker-knows-no-feature',
      '^src/tracker/',
      'tracker/|privacy/[^/]+\\.ts|visitor/|delivery/|events/|browser/|base/|types/',
    ),
    only(
      'sandbox-knows-no-document',
      '^src/sandbox/',
      'sandbox/|delivery/|events/|visitor/(?!cookies|address-bar|user)|privacy/[^/]+\\.ts|facts/|browser/(listen|transport)|base/|types/',
    ),
    only(
      'hellotext-is-a-destination',
      '^src/hellotext/(?!index|drop-in/|sandbox/)',
      'hellotext/(?!index|drop-in/|sandbox/)|tracker/(destination|check-options)|delivery/|visitor/|events/|browser/requests|base/|types/',
    ),
    only(
      'hellotext-in-sandboxes',
      '^src/hellotext/sandbox/',
      'hellotext/(?!index|drop-in/|hellotext\\.|cookies)|sandbox/|delivery/|visitor/jar|browser/requests|base/|types/',
    ),
    only(
      'server-knows-no-page',
      '^src/server/',
      'server/|tracker/pending-responses|delivery/|events/|browser/requests|base/|types/',
    ),
    only(
      'check-looks-at-pages',
      '^src/check/',
      'check/|script/(config|replay|shop-options|hellotext-options)|tracker/check-options|observe/page/detect|observe/sources/product-page/|privacy/(redact-url|consent-sources/by-name)|debug/check-event|base/|types/',
    ),
    {
      name: 'check-is-in-no-page',
      severity: 'error',
      from: { path: '^src/(?!check/)' },
      to: { path: '^src/check/' },
    },
    {
      name: 'check-in-pages-knows-no-node',
      severity: 'error',
      from: { path: '^src/check/page/' },
      to: { path: '^src/check/(?!page/|sight)' },
    },
    {
      name: 'check-knows-one-package',
      severity: 'error',
      from: { path: '^src/check/' },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'npm-peer', 'npm-optional'],
        pathNot: '/playwright-core/',
      },
    },
    {
      name: 'no-packages',
      severity: 'error',
      from: { path: '^src/(?!check/)' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-no-pkg', 'npm-peer'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
  },
};
