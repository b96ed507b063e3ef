// Directions inside the tree (docs/ARCHITECTURE.md draws them). The compiler's project references
// are the first net; this one catches directions inside a project and who may import which package.
const onlyFrom = (name, home, packages) => ({
  name,
  severity: 'error',
  from: { pathNot: [home] },
  to: { path: packages.map((p) => `(^|/)node_modules/${p}/`) },
});
const never = (name, [from, to], extra = {}) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.ts$' },
  to: { path: to, ...extra },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        path: '^(core|renderer|electron)/',
        pathNot: ['\\.d\\.ts$', '\\.test\\.ts$', '/main\\.ts$', '\\.demo\\.vue$', '^electron/'],
      },
      to: {},
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\.vue$' },
    },

    never('kernel-imports-nothing', [
      '^core/kernel/',
      '^(core/(?!kernel/)|(renderer|electron|tests)/)',
    ]),
    never('kernel-no-packages', ['^core/kernel/', 'node_modules']),
    never('domain-imports-kernel', [
      '^core/domain/',
      '^(core/(?!kernel/|domain/)|(renderer|electron|tests)/)',
    ]),
    never('projections-import-domain', [
      '^core/projections/',
      '^(core/(?!kernel/|domain/|projections/)|(renderer|electron|tests)/)',
    ]),
    never('protocol-imports-kernel-domain', [
      '^core/protocol/',
      '^(core/(?!kernel/|domain/|protocol/)|(renderer|electron|tests)/)',
    ]),
    never('sync-stays-pure', [
      '^core/sync/',
      '^(core/(node|storage|host|district|demo|telephony)|renderer|electron|tests)/',
    ]),
    never('pure-no-node', ['^core/(kernel|domain|projections|protocol|sync)/', '.'], {
      dependencyTypes: ['core'],
    }),
    never('pure-no-packages', ['^core/(kernel|domain|projections|sync)/', 'node_modules']),
    onlyFrom('only-protocol-imports-valibot', '^(core/protocol/|tests/|.*\\.test\\.ts$)', [
      'valibot',
    ]),

    never('storage-below-programs', [
      '^core/storage/',
      '^(core/(host|district|demo|telephony)|renderer|electron|tests)/',
    ]),
    never('host-not-district', ['^core/host/', '^core/district/']),
    never('district-not-host', ['^core/district/', '^core/host/']),
    never('programs-not-station', ['^core/(?!station/)', '^core/station/']),
    never('core-not-outside', ['^core/', '^(renderer|electron|tests|scripts)/']),

    never('renderer-imports-kernel-domain-protocol', [
      '^renderer/',
      '^(core/(?!kernel/|domain/|protocol/)|(electron|tests|scripts)/)',
    ]),
    never('renderer-no-node', ['^renderer/', '.'], { dependencyTypes: ['core'] }),
    {
      name: 'feature-not-feature',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^renderer/features/([^/]+)/', pathNot: '^renderer/features/$1/' },
    },
    never('renderer-parts-below-features', [
      '^renderer/(client|map|charts|ui|i18n)/',
      '^renderer/(features|app)/',
    ]),
    never('ui-stands-alone', ['^renderer/ui/', '^renderer/(client|map|charts)/']),
    onlyFrom('only-ui-imports-reka-ui', '^renderer/ui/', ['reka-ui']),
    onlyFrom('only-map-imports-ol', '^(renderer/map/|tests/|benchmarks/)', ['ol', 'ol-pmtiles']),
    onlyFrom('only-charts-imports-echarts', '^renderer/charts/', ['echarts']),
    onlyFrom('only-storage-imports-sqlite3', '^(core/storage/sqlite/|scripts/drill/checker)', [
      'sqlite3',
      '@types/sqlite3',
    ]),
    onlyFrom('only-storage-imports-pg', '^(core/storage/postgres/|tests/support/postgresCluster)', [
      'pg',
      '@types/pg',
    ]),

    never('electron-imports-protocol-types', [
      '^electron/',
      '^(core/(?!protocol/|kernel/|node/logFile)|(renderer|tests|scripts)/)',
    ]),
    onlyFrom('only-electron-imports-electron', '^(electron/|tests/|scripts/electronLauncher/)', [
      'electron',
    ]),
    {
      name: 'no-dev-packages-in-the-program',
      severity: 'error',
      from: { path: '^(core|renderer|electron)/', pathNot: ['\\.test\\.ts$', '^core/demo/'] },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/(electron|@types)/',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|\\.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'module', 'browser', 'default', 'node', 'types'],
      extensions: ['.ts', '.vue', '.js', '.mjs', '.json', '.d.ts'],
    },
  },
};
