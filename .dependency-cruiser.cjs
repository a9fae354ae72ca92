// Import directions of the house. A lib is libs/<name>, or libs/features/<name>, or libs/workflows/<name>.
const PURE = '^libs/(kernel|calendar|contracts|policy|workflow-kit|workflows|intake)/';
const SPEC = '\\.spec\\.ts$';
const TEST_CODE = [SPEC, '^libs/.+/testing/', '^libs/testing/', '^test/', '^tools/'];
const LIB = '^libs/((?:features|workflows)/[^/]+|[^/]+)/';
const ENTRY = '^libs/(?:(?:features|workflows)/)?[^/]+/(?:testing/)?index\\.ts$';
const IO = [
  '^(node:)?(fs|net|http|https|http2|tls|dgram|dns|child_process|cluster|worker_threads|os|process|timers|readline|stream)(/|$)',
  '^(node:)?(repl|inspector|vm|v8|perf_hooks|async_hooks|diagnostics_channel)(/|$)',
  'node_modules/(pg|pg-query-stream|typeorm|bullmq|ioredis|pino|commander|cli-progress|@nestjs|express|read-excel-file)/',
];

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    rule(
      'no-cycles',
      'Two files that need each other at run time are one idea in two places.',
      {},
      {
        circular: true,
        viaOnly: { dependencyTypesNot: ['type-only'] },
      },
    ),
    rule(
      'kernel-sees-nothing',
      'The kernel is the floor of the house.',
      { path: '^libs/kernel/', pathNot: TEST_CODE },
      {
        path: '^(libs|apps|test)/',
        pathNot: '^libs/kernel/',
      },
    ),
    rule(
      'pure-sees-pure',
      'Pure libs see only pure libs.',
      { path: PURE, pathNot: TEST_CODE },
      { path: '^(libs|apps|test)/', pathNot: PURE },
    ),
    rule(
      'pure-reaches-no-io',
      'Not even through others: what is pure can be replayed years later.',
      { path: PURE, pathNot: TEST_CODE },
      {
        path: IO,
        reachable: true,
      },
    ),
    rule(
      'workflows-see-their-vocabulary',
      'A workflow is law in code: kernel, contracts, policy keys and the kit, nothing else.',
      { path: '^libs/workflows/', pathNot: TEST_CODE },
      { path: '^(libs|apps|test)/', pathNot: '^libs/(kernel|contracts|policy|workflow-kit|workflows)/' },
    ),
    rule(
      'workflows-are-strangers',
      'One procedure has a consequence in another through the rulebook, never through an import.',
      { path: '^libs/workflows/([^/]+)/', pathNot: TEST_CODE },
      { path: '^libs/workflows/[^/]+/', pathNot: '^libs/workflows/$1/' },
    ),
    rule(
      'engine-sees-no-adapter',
      'The engine is plain functions over ports: no adapter, no workflow.',
      { path: '^libs/engine/', pathNot: TEST_CODE },
      { path: '^(libs|apps|test)/', pathNot: '^libs/(engine|kernel|calendar|contracts|policy|workflow-kit)/' },
    ),
    rule(
      'features-are-strangers',
      'Features speak through events.',
      { path: '^libs/features/([^/]+)/' },
      { path: '^libs/features/[^/]+/', pathNot: '^libs/features/$1/' },
    ),
    rule('apps-are-leaves', 'Nothing imports an app.', { path: '^(libs|test|tools)/' }, { path: '^apps/' }),
    rule(
      'apps-are-strangers',
      'An app is a list of modules from libs.',
      { path: '^apps/([^/]+)/' },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    rule(
      'libs-enter-by-the-door',
      'A lib is entered through index.ts or testing/index.ts.',
      { path: LIB },
      {
        path: '^libs/',
        pathNot: ['^libs/$1/', ENTRY],
      },
    ),
    rule(
      'apps-enter-by-the-door',
      'A lib is entered through index.ts or testing/index.ts.',
      { path: '^(apps|test)/' },
      {
        path: '^libs/',
        pathNot: ENTRY,
      },
    ),
    rule(
      'testing-stays-in-tests',
      'Builders and fakes are for specs.',
      { path: '^(libs|apps)/', pathNot: TEST_CODE },
      { path: '^libs/.+/testing/' },
    ),
    rule('no-specs-imported', 'A spec is run, never imported.', {}, { path: SPEC }),
    rule(
      'folders-are-nouns',
      'If it has no noun, it has no home yet.',
      {},
      {
        path: '^(libs|apps|test)/.*(util|utils|helper|helpers|common|misc|shared)/',
        pathNot: '[a-z0-9-](util|utils|helper|helpers|common|misc|shared)/',
      },
    ),
    rule(
      'no-development-packages',
      'A released app does not install them.',
      { path: '^(libs|apps)/', pathNot: TEST_CODE },
      {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
      },
    ),
    rule(
      'only-declared-packages',
      'A package that package.json does not name may be gone tomorrow.',
      {},
      {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown'],
      },
    ),
    rule('resolvable', 'An import that leads nowhere.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mts', '.js', '.mjs', '.cjs', '.json'],
    },
    skipAnalysisNotInRules: true,
  },
};
