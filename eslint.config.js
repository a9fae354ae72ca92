import { builtinModules } from 'node:module';
import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const PURE = 'libs/{kernel,calendar,contracts,policy,workflow-kit,workflows,intake}/**/*.ts';
const SPECS = ['**/*.spec.ts', 'libs/**/testing/**/*.ts', 'test/**/*.ts'];
const DEFAULT_EXPORT_IS_THE_INTERFACE = ['*.config.js', 'tools/jest-*.mjs', 'tools/plain-line-reporter.mjs'];

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Name what a file exports; a default export has no name to search for.',
};

const impureSyntax = [
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'Pure code gets the time as a value (Instant or LegalDate).',
  },
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length>1]',
    message: 'This Date depends on the time zone of the machine: use Date.UTC.',
  },
  { selector: 'CallExpression[callee.name="Date"]', message: 'Pure code gets the time as a value (Instant or LegalDate).' },
  {
    selector: 'MemberExpression[property.name=/^[gs]et(FullYear|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds)$/]',
    message: 'Local time depends on the machine: use the UTC accessors or a LegalDate.',
  },
  { selector: ':function[async=true]', message: 'Pure code does not wait: no async functions.' },
  { selector: 'AwaitExpression', message: 'Pure code does not wait: no await.' },
  { selector: 'ForOfStatement[await=true]', message: 'Pure code does not wait: no for await.' },
  { selector: 'ImportExpression', message: 'Pure code loads nothing at run time.' },
];

const impureGlobals = [
  ...['process', 'console', 'fetch', 'performance', 'crypto', 'XMLHttpRequest', 'WebSocket', 'require', 'globalThis'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'clearTimeout', 'clearInterval', 'clearImmediate'],
].map((name) => ({ name, message: 'Pure code touches no world: time, identity and policy come in as values.' }));

const nodeModules = [...new Set(builtinModules.map((name) => name.replace(/^node:/, '')))].flatMap((name) => [
  name,
  `node:${name}`,
]);
const noNode = (...allowed) =>
  nodeModules
    .filter((name) => !allowed.includes(name))
    .map((name) => ({ name, message: 'Pure code imports nothing of Node; hashes come from @zhiheng/kernel.' }));

const pure = (imports, ...syntax) => ({
  'no-restricted-syntax': ['error', noDefaultExport, ...impureSyntax, ...syntax],
  'no-restricted-globals': ['error', ...impureGlobals],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: 'Pure code gets the time as a value.' },
    { object: 'Math', property: 'random', message: 'Pure code is repeatable: derive ids with deriveId.' },
  ],
  'no-restricted-imports': ['error', { paths: imports }],
});

// Statutory terms are legal clocks (working days, suspension, proof), and effects are intents that the engine records first.
const outsideTheChart = {
  selector:
    'Property[key.name=/^(after|invoke|spawn|spawnChild)$/], CallExpression[callee.name=/^(spawn|spawnChild|fromPromise|fromCallback)$/]',
  message: 'No after, invoke or spawn in a workflow: use timed() for terms and intents for effects.',
};
const machineIsATable = {
  selector: ':function',
  message: 'A machine reads as a table: name the function in rules.ts or documents.ts.',
};

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', '.zhiheng/', 'apps/console/dist/']),
  {
    files: ['**/*.{ts,mts}'],
    extends: [js.configs.recommended, tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Reads emitDecoratorMetadata from tsconfig and leaves files with decorators alone: Nest injects by the imported value.
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { disallowTypeAnnotations: false, fixStyle: 'separate-type-imports' },
      ],
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Nest modules are classes that only carry a decorator.
      '@typescript-eslint/no-extraneous-class': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [js.configs.recommended],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'URL',
          'URLSearchParams',
          'Buffer',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'fetch',
          'AbortSignal',
          'performance',
          'structuredClone',
        ].map((name) => [name, 'readonly']),
      ),
    },
    rules: { 'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }] },
  },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs', globals: { module: 'writable', require: 'readonly' } } },
  {
    files: ['**/*.{ts,mts,js,mjs,cjs}'],
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-else-return': ['error', { allowElseIf: false }],
      'no-restricted-syntax': ['error', noDefaultExport],
      'max-lines': ['error', { max: 400 }],
      'prefer-const': 'error',
    },
  },
  { files: [PURE], ignores: SPECS, rules: pure(noNode()) },
  {
    files: ['libs/kernel/**/*.ts'],
    ignores: SPECS,
    rules: pure([...noNode('node:crypto', 'node:module'), { name: 'node:crypto', allowImportNames: ['createHash', 'hash'] }]),
  },
  { files: ['libs/workflows/**/*.ts'], ignores: SPECS, rules: pure(noNode(), outsideTheChart) },
  { files: ['libs/workflows/**/machine.ts'], rules: pure(noNode(), outsideTheChart, machineIsATable) },
  { files: ['apps/cli/**', 'docs/**/*.mjs', 'tools/**', 'test/bench/**'], rules: { 'no-console': 'off' } },
  { files: DEFAULT_EXPORT_IS_THE_INTERFACE, rules: { 'no-restricted-syntax': 'off' } },
);
